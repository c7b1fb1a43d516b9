"""Labels over HTTP: the records that the reader may see, each with the address of its page."""

from collections.abc import Sequence

import pytest

from anshu.kernel.refusal import Refusal
from anshu.records.places import label_sheet as sheet
from anshu.records.places import labels
from anshu.records.places.label_sheet import Label, Layout, label_sheet
from tests.records.people import Plant
from tests.web.client import logged_in


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[Label]:
    """The labels that go to the printer, which stays the real one."""
    seen: list[Label] = []

    def watched(found: Sequence[Label], layout: Layout) -> bytes | Refusal:
        seen.extend(found)
        return label_sheet(found, layout)

    monkeypatch.setattr(labels, "label_sheet", watched)
    return seen


@pytest.mark.parametrize("layout", ["60x40", "a4"])
async def test_a_label_opens_the_equipments_page_on_a_phone(
    plant: Plant, printed: list[Label], layout: str
) -> None:
    query = {"layout": layout, "base": "https://plant.example.com:8443", "q": "R-103"}
    async with logged_in(plant, "admin") as client:
        answer = await client.get("labels/equipment", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    (label,) = printed
    assert label.address == f"https://plant.example.com:8443/m/#/e/{plant.equipment}"
    assert (label.code, label.name, label.tenant) == ("R-103", "3号反应釜", "甲公司")
    assert label.lines == ("反应釜区", "", "甲班")


async def test_areas_have_labels_with_the_address_of_the_request(
    plant: Plant, neighbour: Plant, printed: list[Label]
) -> None:
    async with logged_in(plant, "admin") as client:
        assert (await client.get("labels/area")).status_code == 200
        chosen = await client.get("labels/area", params={"ids": str(neighbour.area)})
    assert [label.address for label in printed] == [f"http://testserver/m/#/a/{plant.area}"]
    assert (chosen.status_code, chosen.json()["code"]) == (422, "labels_none")


@pytest.mark.parametrize(
    ("path", "query", "status", "code"),
    [
        ("labels/person", {}, 404, "unknown_type"),
        ("labels/area", {"layout": "a5"}, 422, "query_malformed"),
        ("labels/area", {"base": "javascript:alert(1)"}, 422, "query_malformed"),
        ("labels/area", {"colour": "red"}, 422, "query_malformed"),
    ],
)
async def test_what_cannot_be_printed_is_named(
    plant: Plant, path: str, query: dict[str, str], status: int, code: str
) -> None:
    async with logged_in(plant, "admin") as client:
        answer = await client.get(path, params=query)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_without_pango_the_operator_is_told_what_to_install(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> object:
        raise OSError(f"cannot load library for {name}")

    monkeypatch.setattr(sheet, "import_module", missing)
    async with logged_in(plant, "admin") as client:
        answer = await client.get("labels/area")
    assert (answer.status_code, answer.json()["code"]) == (503, "pdf_unavailable")
    assert "libpango" in answer.json()["cure"]


def test_markup_in_a_name_stays_text() -> None:
    label = Label(
        "http://x/m/#/e/1", "<b>", "<img src='file:///etc/passwd'>", ("a&b",), "1", "租户"
    )
    made = label_sheet([label], "60x40")
    assert isinstance(made, bytes) and made.startswith(b"%PDF-")
    assert "&lt;img" in sheet._label(label) and "<img src='file" not in sheet._label(label)
