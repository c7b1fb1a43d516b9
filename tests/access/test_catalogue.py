"""The catalogue names every permission well and grows with record types."""

import re

import pytest

from anshu.access.catalogue import SHIPPED, UnknownPermission
from anshu.definitions.language import RecordType
from anshu.definitions.words import Text

TWIN = RecordType(
    key="near_miss", module="near_miss", title=Text(zh="未遂", en="Near miss"), prefix="NM",
    start_form="report", fields=(), flow="main",
)  # fmt: skip


def test_every_permission_is_well_formed_and_documented_in_both_languages() -> None:
    for key, permission in SHIPPED.permissions.items():
        assert permission.key == key
        assert re.fullmatch(r"[a-z_]+:[a-z_]+:[a-z_]+", key)
        for text in (permission.title, permission.opens):
            assert re.search(r"[\u4e00-\u9fff]", text.zh)
            assert text.en


def test_a_tenant_s_own_record_type_brings_the_same_permissions_as_a_shipped_one() -> None:
    grown = SHIPPED.with_types([TWIN])
    added = {key.removeprefix("near_miss:") for key in grown if key.startswith("near_miss:")}
    assert added == {key.removeprefix("hazard:") for key in SHIPPED if key.startswith("hazard:")}
    assert grown.digest != SHIPPED.digest
    assert set(SHIPPED) < set(grown)


def test_a_plain_record_type_has_no_tasks() -> None:
    assert "person:record:read" in SHIPPED
    assert "person:task:act" not in SHIPPED


def test_asking_for_an_unknown_permission_is_an_error() -> None:
    assert SHIPPED.known("hazard:task:act") == "hazard:task:act"
    with pytest.raises(UnknownPermission):
        SHIPPED.known("hazard:task:dance")
