"""An alarm of a permit as the alarm record of AQ 3064.2-2025, Table A.3."""

from collections.abc import Mapping

from anshu.sdk.outbound import Outgoing
from anshu_park.config import ParkConfig
from anshu_park.ticket import WITHDRAWN, stamps
from anshu_park.wording import flag, local, text


def alarm(outgoing: Outgoing, config: ParkConfig) -> Mapping[str, str]:
    """The alarm's fields by the table's names; it ends when its handling is confirmed."""
    return {
        "ID": str(outgoing.id),
        "TICKETID": text(outgoing, "permit"),
        "ALARMSTARTTIME": local(outgoing.data.get("since") or outgoing.created_at, config),
        "ALARMTYPE": outgoing.codes.get("code", text(outgoing, "code")),
        "ALARMENDTIME": local(outgoing.closed_at, config),
        "ALARMRESULT": text(outgoing, "handled"),
        "DELETED": flag(outgoing.state == WITHDRAWN),
        **stamps(outgoing, config),
    }
