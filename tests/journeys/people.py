"""People of the demonstration plant with their clients: they see, upload, report and act."""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any, TypeVar
from uuid import uuid4

import httpx
from PIL import Image, ImageDraw

from anshu.demonstration.group import AREAS, PLANTS

Json = dict[str, Any]
T = TypeVar("T")


class Person:
    """A logged-in person; paths are relative to the API."""

    def __init__(self, client: httpx.Client, login: str) -> None:
        self.client = client
        self.login = login
        self.place = reactor_area(login.partition(".")[0])
        self.session: Json = {}

    @property
    def id(self) -> str:
        return str(self.session["person"]["id"])

    def get(self, path: str, **query: str) -> Any:
        """The answer of a request that must succeed."""
        answer = self.client.get(path, params=query)
        assert answer.status_code == 200, f"{self.login} {path}: {answer.text}"
        return answer.json()

    def post(self, path: str, body: object, *, status: int = 200) -> Any:
        """The answer of a command that must end so."""
        answer = self.client.post(path, json=body)
        assert answer.status_code == status, f"{self.login} {path}: {answer.text}"
        return answer.json()

    def upload(self, *, purpose: str = "photo", **claims: str) -> str:
        """The hash of a picture that nobody has sent before."""
        content = picture()
        digest = hashlib.sha256(content).hexdigest()
        claims = {"sha256": digest, "purpose": purpose, "captured_at": now_text(), **claims}
        answer = self.client.post("media", params=claims, content=content)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["hash"])

    def report(self, **data: object) -> Json:
        """The page of a new hazard with a photo and a position."""
        whole = {"description": "3号反应釜密封渗漏", "position": self.place} | data
        whole.setdefault("photos", [self.upload()])
        body = {"id": str(uuid4()), "data": whole, "captured_at": now_text(), "sent_at": now_text()}
        return dict(self.post("records/hazard", body, status=201))

    def page(self, record: str) -> Json:
        """The hazard as this person sees it."""
        return dict(self.get(f"records/hazard/{record}"))

    def card(self, record: str) -> Json | None:
        """The hazard's card on this person's work list."""
        cards = self.get("worklist")["items"]
        return next((card for card in cards if card["record"]["id"] == record), None)

    def notices(self, record: str) -> list[str]:
        """Kinds of this person's notices about the hazard."""
        notices = self.get("worklist")["notices"]
        return [one["kind"] for one in notices if one.get("record", {}).get("id") == record]

    def act(self, record: str, outcome: str, data: Mapping[str, object]) -> Json:
        """The page after the person has ended the task that waits for them."""
        answer = self.try_act(record, outcome, data)
        assert answer.status_code == 200, f"{self.login} {outcome}: {answer.text}"
        return dict(answer.json())

    def try_act(self, record: str, outcome: str, data: Mapping[str, object]) -> httpx.Response:
        page = self.page(record)
        (action,) = page["actions"]
        body = {
            "command_id": str(uuid4()), "version": page["version"], "outcome": outcome,
            "data": dict(data), "captured_at": now_text(), "sent_at": now_text(),
        }  # fmt: skip
        return self.client.post(f"records/hazard/{record}/tasks/{action['task']}", json=body)

    def signed(self, record: str, outcome: str, data: Mapping[str, object]) -> Json:
        """The data with a signature over the sheet that the server shows for it."""
        (action,) = self.page(record)["actions"]
        path = f"records/hazard/{record}/tasks/{action['task']}/sheet"
        sheet = self.post(path, {"outcome": outcome, "data": dict(data)})
        assert any(str(data["measures_taken"]) in line for line in sheet["lines"])
        image = self.upload(purpose="signature")
        signature = {"image": image, "shown": sheet["shown"], "method": "handwriting"}
        return {**data, "responsible_signature": signature}

    def area(self, name: str) -> str:
        """The id of an area of the plant."""
        items = self.get("records/area", limit="100")["items"]
        return str(next(item["id"] for item in items if item["title"] == name))


class Plant:
    """Opens clients for the people of a plant as they are needed."""

    def __init__(self, url: str, password: str, key: str = "nantong") -> None:
        self._url, self._password, self._key = url, password, key
        self._people: dict[str, Person] = {}

    def __getitem__(self, post: str) -> Person:
        if post not in self._people:
            self._people[post] = self._entered(f"{self._key}.{post}")
        return self._people[post]

    def close(self) -> None:
        for person in self._people.values():
            person.client.close()

    def to_rectification(self, **data: object) -> str:
        """A hazard that waits for the fixer."""
        record = str(self["worker"].report(area=self["worker"].area("反应釜区"), **data)["id"])
        self["leader"].act(record, "pass", {"review_opinion": "属实"})
        self["safety"].act(record, "pass", ADVICE)
        self["ehs"].act(record, "approve", self.decision())
        return record

    def decision(self) -> Json:
        """The EHS manager's form: the fixer has three days."""
        deadline = datetime.now(UTC) + timedelta(days=3)
        return {
            "level": "general", "responsible": self["fixer"].id,
            "deadline": deadline.isoformat(timespec="seconds"),
        }  # fmt: skip

    def rectify(self, record: str) -> Json:
        """The page after the fixer has rectified and signed."""
        fixer = self["fixer"]
        filled = {
            "before_photos": [fixer.upload()], "after_photos": [fixer.upload()],
            "measures_taken": "更换密封件并试压合格", "machine_stopped": True,
            "repair_order_raised": False, "retest_value": "0", "retest_unit": "泄漏量 滴/分",
        }  # fmt: skip
        return fixer.act(record, "submit", fixer.signed(record, "submit", filled))

    def reinspect(self, record: str) -> Json:
        """The page after the safety officer has re-inspected on the spot."""
        safety = self["safety"]
        return safety.act(record, "pass", reinspection(safety))

    def close_one(self, **data: object) -> str:
        """A hazard taken from its report to its closure."""
        record = self.to_rectification(**data)
        self.rectify(record)
        assert self.reinspect(record)["state"] == "closed"
        return record

    def _entered(self, login: str) -> Person:
        client = httpx.Client(base_url=f"{self._url}/api/v1/", timeout=30, trust_env=False)
        client.get("session")
        client.headers["x-csrftoken"] = client.cookies["csrftoken"]
        person = Person(client, login)
        person.session = person.post("session", {"login": login, "password": self._password})
        client.headers["x-csrftoken"] = client.cookies["csrftoken"]
        return person


ADVICE = {
    "category": "equipment", "handling": "by_deadline",
    "advice": "停机泄压后更换密封件，复位后试压检查无渗漏，并登记更换件型号。",
}  # fmt: skip


def reinspection(safety: Person, **place: str) -> Json:
    """The re-checker's form, in the area unless told otherwise."""
    at = safety.place | place
    where = {key: str(at[key]) for key in ("lat", "lon", "accuracy_m", "system", "source")}
    return {
        "recheck_photos": [safety.upload(**where)], "recheck_opinion": "已无渗漏",
        "recheck_position": at,
    }  # fmt: skip


def reactor_area(key: str) -> Json:
    """A position in the plant's reactor area."""
    plant = next(one for one in PLANTS if one.key == key)
    _, _, _, north, east = AREAS[0]
    return {
        "lat": str(Decimal(plant.lat) + Decimal(north)),
        "lon": str(Decimal(plant.lon) + Decimal(east)),
        "accuracy_m": "9", "system": "WGS-84", "source": "browser",
    }  # fmt: skip


@contextmanager
def plant_at(url: str, password: str, key: str = "nantong") -> Iterator[Plant]:
    """The people of a plant of the application there."""
    plant = Plant(url, password, key)
    try:
        yield plant
    finally:
        plant.close()


def picture() -> bytes:
    """A photo-sized JPEG unlike any other."""
    dice = Random()
    image = Image.new("RGB", (960, 720), tuple(dice.randrange(40, 200) for _ in range(3)))
    pen = ImageDraw.Draw(image)
    for _ in range(30):
        x, y = dice.randrange(900), dice.randrange(660)
        colour = tuple(dice.randrange(256) for _ in range(3))
        pen.rectangle((x, y, x + dice.randrange(20, 300), y + dice.randrange(20, 300)), fill=colour)
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def now_text() -> str:
    """Now, as a phone writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def until(look: Callable[[], T], *, seconds: float = 20) -> T:
    """The first answer that is true; fails when none comes in time."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"not within {seconds} s: {look}"
        time.sleep(0.05)
    return found
