"""A work permit as the ticket record of AQ 3064.2-2025, Table A.1: 33 fields, none left out."""

from collections.abc import Mapping

from anshu.sdk.outbound import Outgoing, Referred
from anshu_park.config import ParkConfig
from anshu_park.wording import Row, flag, listed, local, names, rows, text

# Of one sample the record takes one gas: what may burn before what may poison before the air.
GASES = (
    ("flammable", "flammable_gas", "可燃气体"), ("toxic", "toxic_gas", "有毒气体"),
    ("h2s", "", "硫化氢"), ("co", "", "一氧化碳"), ("oxygen", "", "氧气"),
)  # fmt: skip
UNSIGNED, CANCELLED = "0", "5"
# Nothing is deleted here: what is not wanted any more is voided or cancelled.
KEPT = "0"


def ticket(outgoing: Outgoing, config: ParkConfig) -> Mapping[str, str]:
    """The permit's fields by the table's names, times in the agreed zone."""
    cancelled = outgoing.state_code == CANCELLED
    return {
        "ID": str(outgoing.id),
        "COMPANYNAME": config.company_name,
        "COMPANYCODE": config.company_code,
        "TICKETTYPE": outgoing.codes.get("level", ""),
        **_gas(outgoing, config),
        **_times(outgoing, config),
        "TICKETPOSITION": _place(outgoing),
        "TICKETCONTENT": text(outgoing, "content"),
        **_position(outgoing, config),
        "TICKETSTATUS": outgoing.state_code,
        "SUPERVISORNAME": names(outgoing, "guardians") or config.unknown_names,
        "WORKERNAME": names(outgoing, "workers") or config.unknown_names,
        **_certificates(outgoing),
        "WORKDEPARTMENT": listed([text(outgoing, "work_unit")]),
        "ISCONTRACTORWORK": flag(outgoing.data.get("contractor")),
        "TICKETRESPONSNAME": outgoing.name(outgoing.data.get("responsible")),
        "MAJORPERSONMOBILE": text(outgoing, "mobile")
        or _own_mobile(outgoing)
        or config.duty_mobile,
        "ISCHANGED": flag(bool(text(outgoing, "change_reason"))),
        "CHANGEDCAUSE": text(outgoing, "change_reason"),
        "ISCANCELLED": flag(cancelled),
        "CANCELLEDCAUSE": text(outgoing, "cancel_reason") if cancelled else "",
        "DELETED": KEPT,
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
    for measured, named, generic in GASES:
        if newest.get(measured) not in (None, ""):
            code = newest.get(named) if named else None
            name = outgoing.label(f"gas_tests.{named}", code) if code else generic
            value = str(newest[measured])
            break
    moment = local(newest.get("sampled_at"), config)
    return {"GASNAME": name, "GASTIME": moment, "GASVALUE": value}


def _times(outgoing: Outgoing, config: ParkConfig) -> dict[str, str]:
    """What happened, or what is agreed for what has not happened yet."""
    data = outgoing.data
    planned = config.unknown_times == "planned"
    begins = data.get("planned_start") if planned else None
    ends = data.get("planned_end") if planned else None
    signed = outgoing.state_code not in ("", UNSIGNED) or None
    begun = local(data.get("actual_start") or begins, config)
    ended = local(data.get("actual_end") or ends, config)
    return {
        "ISSUETIME": local((signed and outgoing.closed.get("sign_approval")) or begins, config),
        "STARTTIME": begun,
        # Work that began after its planned end is an alarm of its own, not an end before a start.
        "ENDTIME": max(begun, ended) if ended else "",
        "CHECKEDTIME": local(outgoing.closed.get("acceptance") or ends, config),
    }


def _place(outgoing: Outgoing) -> str:
    area = outgoing.name(outgoing.data.get("area"))
    return " ".join(part for part in (area, text(outgoing, "place")) if part)


def _position(outgoing: Outgoing, config: ParkConfig) -> dict[str, str]:
    """Where the permit's own position is, that of its area, or that of the company."""
    area = outgoing.referred(outgoing.data.get("area"))
    own = outgoing.data.get("position") or (area.data.get("position") if area else None)
    where = own if isinstance(own, Mapping) else {}
    lon, lat = where.get("lon", config.longitude), where.get("lat", config.latitude)
    return {"LONGITUDE": str(lon), "LATITUDE": str(lat)}


def _own_mobile(outgoing: Outgoing) -> str:
    """Before the application nobody entered a number: that of the person's own record."""
    person = outgoing.referred(outgoing.data.get("responsible"))
    return person.mobile if person is not None else ""


def _certificates(outgoing: Outgoing) -> dict[str, str]:
    """Names and numbers in the order of the workers, one number for one name."""
    found = [outgoing.referred(row.get("certificate")) for row in rows(outgoing, "workers")]
    held = [certificate for certificate in found if certificate is not None]
    return {
        "WORKERCERTINAME": ",".join(_certified_for(certificate) for certificate in held),
        "WORKERCERTINUM": ",".join(
            str(certificate.data.get("number") or certificate.number) for certificate in held
        ),
    }


def _certified_for(certificate: Referred) -> str:
    labels = certificate.labels
    return labels.get("trade") or labels.get("family") or certificate.title
