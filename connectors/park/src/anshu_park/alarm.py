"""An alarm of a permit as the alarm record of AQ 3064.2-2025, Table A.3."""

from collections.abc import Mapping

from anshu.sdk.outbound import Outgoing
from anshu_park.config import ParkConfig
from anshu_park.ticket import KEPT, stamps
from anshu_park.wording import local, text


def alarm(outgoing: Outgoing, config: ParkConfig) -> Mapping[str, str]:
    """The alarm's fields by the table's names; it has an end while its handling is not refused.

    Empty for an alarm that Table A.4 has no code for: another code would be a false statement.
    """
    if "code" not in outgoing.codes:
        return {}
    return {
        "ID": str(outgoing.id),
        "TICKETID": text(outgoing, "permit"),
        "ALARMSTARTTIME": local(outgoing.data.get("since") or outgoing.created_at, config),
        "ALARMTYPE": outgoing.codes["code"],
        "ALARMENDTIME": local(_ended(outgoing), config),
        "ALARMRESULT": text(outgoing, "handled"),
        "DELETED": KEPT,
        **stamps(outgoing, config),
    }


def _ended(outgoing: Outgoing) -> object:
    handled = outgoing.data.get("ended_at") if "handling" in outgoing.closed else None
    return handled or outgoing.closed_at
