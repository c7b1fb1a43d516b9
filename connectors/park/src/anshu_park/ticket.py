"""A work permit as the ticket record of AQ 3064.2-2025, Table A.1: 33 fields, none left out."""

from collections.abc import Mapping
from uuid import UUID

from anshu.sdk.outbound import Outgoing, Referred
from anshu_park.config import ParkConfig
from anshu_park.wording import Row, flag, listed, local, names, rows, text

# Of one sample the record takes one gas: what may burn before what may poison before the air.
GASES = (("flammable_gas", "flammable", "可燃气体"), ("toxic_gas", "toxic", "有毒气体"),
         ("", "oxygen", "氧气"))  # fmt: skip
CANCELLED = "5"
# States of a permit that nobody works with any more.
WITHDRAWN = "withdrawn"


def ticket(outgoing: Outgoing, config: ParkConfig) -> Mapping[str, str]:
    """The permit's fields by the table's names, times in the agreed zone."""
    return {
        "ID": str(outgoing.id),
        "COMPANYNAME": config.company_name,
        "COMPANYCODE": config.company_code,
        "TICKETTYPE": outgoing.codes.get("level", ""),
        **_gas(outgoing, config),
        **_times(outgoing, config),
        "TICKETPOSITION": _place(outgoing),
        "TICKETCONTENT": text(outgoing, "content"),
        **_position(outgoing),
        "TICKETSTATUS": outgoing.state_code,
        "SUPERVISORNAME": names(outgoing, "guardians"),
        "WORKERNAME": names(outgoing, "workers"),
        **_certificates(outgoing),
        "WORKDEPARTMENT": listed([text(outgoing, "work_unit")]),
        "ISCONTRACTORWORK": flag(outgoing.data.get("contractor")),
        "TICKETRESPONSNAME": outgoing.name(outgoing.data.get("responsible")),
        "MAJORPERSONMOBILE": text(outgoing, "mobile"),
        "ISCHANGED": flag(bool(text(outgoing, "change_reason"))),
        "CHANGEDCAUSE": text(outgoing, "change_reason"),
        "ISCANCELLED": flag(outgoing.state_code == CANCELLED),
        "CANCELLEDCAUSE": text(outgoing, "cancel_reason"),
        "DELETED": flag(outgoing.state == WITHDRAWN),
        **stamps(outgoing, config),
    }


def stamps(outgoing: Outgoing, config: ParkConfig) -> dict[str, str]:
    """Who made and last changed the record, and when; the same for permits and alarms."""
    return {
        "CREATEDATE": local(outgoing.created_at, config),
        "CREATEBY": outgoing.created_by,
        "UPDATEDATE": local(outgoing.changed_at, config),
        "UPDATEBY": outgoing.changed_by,
    }


def _gas(outgoing: Outgoing, config: ParkConfig) -> dict[str, str]:
    """The newest sample, of which the record takes one gas."""
    samples = sorted(rows(outgoing, "gas_tests"), key=lambda row: str(row.get("sampled_at", "")))
    newest: Row = samples[-1] if samples else {}
    name, value = "", ""
    for named, measured, generic in GASES:
        if newest.get(measured) not in (None, ""):
            name, value = str(newest.get(named) or generic), str(newest[measured])
            break
    moment = local(newest.get("sampled_at"), config)
    return {"GASNAME": name, "GASTIME": moment, "GASVALUE": value}


def _times(outgoing: Outgoing, config: ParkConfig) -> dict[str, str]:
    """What happened, or what is agreed for what has not happened yet."""
    data = outgoing.data
    planned = config.unknown_times == "planned"
    begins = data.get("planned_start") if planned else None
    ends = data.get("planned_end") if planned else None
    issued = outgoing.closed.get("sign_approval") if "ready" in outgoing.opened else None
    return {
        "ISSUETIME": local(issued or outgoing.opened.get("ready") or begins, config),
        "STARTTIME": local(data.get("actual_start") or begins, config),
        "ENDTIME": local(data.get("actual_end") or ends, config),
        "CHECKEDTIME": local(outgoing.closed.get("acceptance") or ends, config),
    }


def _place(outgoing: Outgoing) -> str:
    area = outgoing.name(outgoing.data.get("area"))
    return " ".join(part for part in (area, text(outgoing, "place")) if part)


def _position(outgoing: Outgoing) -> dict[str, str]:
    """Where the permit's own position is, or that of its area."""
    own = outgoing.data.get("position") or _of_area(outgoing)
    where = own if isinstance(own, Mapping) else {}
    lon, lat = where.get("lon"), where.get("lat")
    return {
        "LONGITUDE": "" if lon is None else str(lon),
        "LATITUDE": "" if lat is None else str(lat),
    }


def _of_area(outgoing: Outgoing) -> object:
    area = _referred(outgoing, outgoing.data.get("area"))
    return area.data.get("position") if area is not None else None


def _certificates(outgoing: Outgoing) -> dict[str, str]:
    """Names and numbers in the order of the workers, one number for one name."""
    found = [_referred(outgoing, row.get("certificate")) for row in rows(outgoing, "workers")]
    held = [certificate for certificate in found if certificate is not None]
    return {
        "WORKERCERTINAME": ",".join(certificate.title for certificate in held),
        "WORKERCERTINUM": ",".join(
            str(certificate.data.get("number") or certificate.number) for certificate in held
        ),
    }


def _referred(outgoing: Outgoing, value: object) -> Referred | None:
    try:
        return outgoing.known.get(UUID(str(value)))
    except ValueError:
        return None
