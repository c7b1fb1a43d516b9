"""A permit at a moment, asked what its gates say: no database, only packs, providers and tables."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID, uuid5

from anshu.sdk.facts import Known, KnownRecord, Situation
from anshu.sdk.testing.gates import Gates, Said
from anshu_permit.readings.providers import PROVIDERS
from tests.permits.people import permit_packs

# Ten in the morning of a Tuesday in the plant's zone.
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SPACE = UUID(int=7)
PERMIT, AREA = uuid5(SPACE, "permit"), uuid5(SPACE, "area")
WELDER, GUARDIAN, FOREMAN = (uuid5(SPACE, each) for each in ("welder", "guardian", "foreman"))
WELDERS_CARD, GUARDIANS_CARD = uuid5(SPACE, "welders card"), uuid5(SPACE, "guardians card")
HERE = {"lat": "32.10000", "lon": "120.90000", "system": "WGS-84", "source": "browser",
        "accuracy_m": "15"}  # fmt: skip
Data = dict[str, object]


@cache
def gates() -> Gates:
    """The definitions as they are shipped, with the module's providers."""
    return Gates(permit_packs(), PROVIDERS)


def ago(**span: float) -> str:
    """A moment so long before now."""
    return (NOW - timedelta(**span)).isoformat()


def ahead(**span: float) -> str:
    """A moment so long after now."""
    return (NOW + timedelta(**span)).isoformat()


def record(
    identity: UUID, of: str, title: str = "", *, state: str = "", org: str = "/", **data: object
) -> KnownRecord:
    """Another record as it stands."""
    return KnownRecord(
        id=identity, type=of, title=title or of, number=f"{of[:2].upper()}-1", state=state,
        org_path=org, created_at=NOW - timedelta(days=3), closed_at=None, data=data,
    )  # fmt: skip


def people(**changes: object) -> dict[UUID, KnownRecord]:
    """The people, their certificates and the area; `changes` replace data by the record's name."""
    area: Data = {"position": HERE, "radius_m": "150"}
    welder: Data = {
        "person": str(WELDER), "family": "trade", "trade": "welding",
        "valid_from": ago(days=400), "valid_until": ahead(days=900),
    }  # fmt: skip
    guardian = welder | {
        "person": str(GUARDIAN), "family": "guardian", "trade": "guardian_training"
    }  # fmt: skip
    base: dict[str, tuple[UUID, str, str, Data]] = {
        "area": (AREA, "area", "反应釜区", area), "welder": (WELDER, "person", "焦焊工", {}),
        "guardian": (GUARDIAN, "person", "康监护", {}),
        "foreman": (FOREMAN, "person", "何负责", {}),
        "welders_card": (WELDERS_CARD, "certificate", "T1", welder),
        "guardians_card": (GUARDIANS_CARD, "certificate", "T2", guardian),
    }  # fmt: skip
    return {
        identity: record(identity, kind, title, **(data | dict(changes.get(name, {}))))  # type: ignore[call-overload]
        for name, (identity, kind, title, data) in base.items()
    }


def sampled(**row: object) -> Data:
    """A gas test of two minutes ago, in order."""
    return {
        "@no": 1, "@at": ago(minutes=2), "sampled_at": ago(minutes=2), "point": "中部",
        "oxygen": "20.9", "flammable": "0.05", "flammable_unit": "%vol", "co": "0",
        "flammable_gas": "toluene", "result": "within_limit",
    } | row  # fmt: skip


def permit(**changes: object) -> Data:
    """A level 2 hot-work permit in order; what is None is left out."""
    whole: Data = {
        "job": "hot_work", "level": "hot_2", "content": "法兰更换", "area": str(AREA),
        "position": HERE, "applicant_unit": "/w1/t1/", "planned_start": ago(minutes=30),
        "planned_end": ahead(hours=6), "ex_area": False, "outdoor": False, "involves": [],
        "workers": [{"@no": 1, "person": str(WELDER), "duty": "welder",
                     "certificate": str(WELDERS_CARD)}],
        "guardians": [{"@no": 1, "person": str(GUARDIAN), "certificate": str(GUARDIANS_CARD)}],
        "jha": [{"step": "焊接", "danger": "火灾", "measure": "清理可燃物"}],
        "measures": [{"measure": f"hot_work_{no:02d}", "involved": True, "@by": str(FOREMAN)}
                     for no in range(1, 19)],
        "gas_tests": [sampled()],
        "briefings": [{"part": "briefer", "person": str(FOREMAN), "signature": {"image": "x"}},
                      {"part": "receiver", "person": str(WELDER), "signature": {"image": "x"}}],
        "presence": [{"act": "check_in", "@at": ago(minutes=4), "@by": str(GUARDIAN),
                      "position": HERE}],
        "hot_method": ["welding"], "running_plant": False, "tank_dike": False, "pipe_rack": False,
    }  # fmt: skip
    return {key: value for key, value in (whole | changes).items() if value is not None}


def asked(
    where: str,
    data: Data,
    *,
    change: Data | None = None,
    known: Known | None = None,
    **moment: object,
) -> Said:
    """What the tables of a form (or of "watch:…") say of this permit."""
    seen = known if known is not None else Known(records=people())
    return gates().asked(situation(where, data, change, **moment), seen)


def situation(
    where: str, data: Data, change: Mapping[str, object] | None = None, **moment: object
) -> Situation:
    """The moment at which a form is filled or a watch looks."""
    change = {"sign_position": HERE} if change is None else change
    whole: dict[str, object] = {
        "now": NOW, "timezone": "Asia/Shanghai", "record_type": "permit", "record": PERMIT,
        "number": "ZY-1", "state": "signing", "node": "sign_approval",
        "form": "" if where.startswith("watch:") else where,
        "watch": where.removeprefix("watch:") if where.startswith("watch:") else "",
        "data": {**data, **change}, "change": change, "actor": FOREMAN, "actor_roles": (),
        "entered": {}, "left": {},
    }  # fmt: skip
    return Situation(**(whole | moment))  # type: ignore[arg-type]
