"""Packs in and out of text, and their identity."""

import msgspec
import pytest

from anshu.definitions.language import Pack
from anshu.definitions.pack import PackError, body_hash, decode_pack, pack_body, parse_pack
from tests.definitions.small import pack
from tests.records.people import hazard_packs


@pytest.mark.parametrize("shipped", hazard_packs(), ids=lambda p: p.name)
def test_a_pack_comes_back_from_its_canonical_form(shipped: Pack) -> None:
    body = pack_body(shipped)
    assert decode_pack(body) == shipped
    assert pack_body(decode_pack(body)) == body


def test_any_change_is_another_identity() -> None:
    changed = pack((("list", "items", 0, "label", "zh"), "一般隐患"))
    assert body_hash(pack_body(pack())) == body_hash(pack_body(pack()))
    assert body_hash(pack_body(changed)) != body_hash(pack_body(pack()))


def test_text_that_is_no_yaml_is_refused_with_the_packs_name() -> None:
    with pytest.raises(PackError, match=r"group\.yaml: not YAML"):
        parse_pack("items: [", name="group.yaml")


def test_what_the_language_does_not_have_is_refused_with_its_path() -> None:
    raw = msgspec.to_builtins(pack()) | {"colour": "red"}
    with pytest.raises(PackError, match="colour"):
        parse_pack(msgspec.json.encode(raw).decode(), name="x")
    with pytest.raises(PackError, match=r"small\.yaml: Expected `object`"):
        parse_pack("[]", name="small.yaml")
