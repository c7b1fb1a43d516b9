"""Every manipulation of a package is found and named."""

import json
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anshu.kernel.canonical import canonical
from anshu.ledger.standalone import verify as standalone
from anshu.ledger.verify import verify_package
from tests.ledger.books import KEY
from tests.ledger.packages import (
    DIGEST,
    FORGER,
    Package,
    codes,
    drop_lines,
    edit_line,
    forged,
    hide,
)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (
            edit_line("events.jsonl", 1, lambda e: e["fields"][2].update(value="无泄漏")),
            {("field", "event 2 normal/what")},
        ),
        (
            edit_line("events.jsonl", 1, lambda e: e["fields"][0].update(salt="00" * 32)),
            {("field", "event 2 normal/photo")},
        ),
        (edit_line("events.jsonl", 2, lambda e: e.update(actor="other")), {("event", "event 3")}),
        (
            edit_line("events.jsonl", 2, lambda e: e.update(seq=e["seq"] + 1)),
            {("proof", "event 3")},
        ),
        (edit_line("events.jsonl", 0, lambda e: e["hidden"].pop()), {("event", "event 1")}),
        (
            edit_line("events.jsonl", 0, lambda e: e["hidden"].append(hide(e["fields"].pop()))),
            {("field_hidden", "event 1 restricted")},
        ),
        (
            edit_line("events.jsonl", 0, lambda e: e["hidden"][0].update({"class": "qersonal"})),
            {("form", "event 1")},
        ),
        (
            edit_line("events.jsonl", 0, lambda e: e.update(stream="hazard-8")),
            {("stream", "event 1"), ("event", "event 1")},
        ),
        (
            drop_lines("events.jsonl", 1),
            {("event_missing", "event 2"), ("tail_missing", "event 2 (seal 2)")},
        ),
        (
            drop_lines("events.jsonl", 2),
            {("event_missing", "event 3"), ("tail_missing", "event 3 (seal 3)")},
        ),
        (
            drop_lines("events.jsonl", 4),
            {("tail_missing", "event 5"), ("tail_missing", "event 5 (seal 4)")},
        ),
        (
            drop_lines("seals.jsonl", 1),
            {("seal_missing", "seal 3 (event 3)"), ("seal_missing", "seal 3")},
        ),
        (drop_lines("seals.jsonl", 3), {("head", "seals.jsonl"), ("log", "seal 2")}),
        (
            edit_line("seals.jsonl", 0, lambda s: s["body"].update(at="2026-11-21T06:05:00Z")),
            {("signature", "seal 2"), ("chain", "seal 3"), ("log", "seal 2")},
        ),
        (lambda files: files.pop(f"media/{DIGEST}"), {("file_missing", f"media/{DIGEST}")}),
        (
            lambda files: files.update({f"media/{DIGEST}": b"another"}),
            {("file_changed", f"media/{DIGEST}")},
        ),
        (
            lambda files: files.update({f"media/{'0' * 64}": b"more"}),
            {("file_changed", f"media/{'0' * 64}"), ("media_foreign", f"media/{'0' * 64}")},
        ),
    ],
)  # fmt: skip
def test_a_manipulation_is_named_even_when_the_package_is_signed_anew(
    package: bytes, change: Callable[[dict[str, bytes]], None], found: set[tuple[str, str]]
) -> None:
    honest = codes(forged(package, change, sign=False))
    assert {code for code, _ in honest} & {"file_changed", "file_missing", "file_extra"}
    data = forged(package, change)
    seen = codes(data)
    if found == {("file_missing", f"media/{DIGEST}")}:
        # A forger who also rewrites the list of files is betrayed by the key alone.
        assert ("key_foreign", f"manifest.sig ({FORGER.key_id})") in codes(data, keys=(KEY.key_id,))
        return
    assert found <= seen
    assert ("key_foreign", f"manifest.sig ({FORGER.key_id})") in codes(data, keys=(KEY.key_id,))


def test_events_in_a_wrong_order_are_named(package: bytes) -> None:
    def swap(files: dict[str, bytes]) -> None:
        parts = files["events.jsonl"].splitlines(keepends=True)
        parts[1], parts[2] = parts[2], parts[1]
        files["events.jsonl"] = b"".join(parts)

    assert {("event_missing", "event 2"), ("order", "event 2")} <= codes(forged(package, swap))


def test_a_seal_by_another_key_is_named(package: bytes) -> None:
    def resign(line: dict) -> None:
        line["body"]["key"] = FORGER.key_id
        line["signature"] = FORGER.sign(b"anshu/seal\0" + canonical(line["body"])).hex()

    def change(files: dict[str, bytes]) -> None:
        edit_line("seals.jsonl", 3, resign)(files)

    assert ("key_foreign", f"seal 5 ({FORGER.key_id})") in codes(forged(package, change))

    def publish(files: dict[str, bytes]) -> None:
        change(files)
        manifest = json.loads(files["manifest.json"])
        manifest["keys"][FORGER.key_id] = FORGER.public.hex()
        files["manifest.json"] = canonical(manifest)

    named = codes(forged(package, publish), keys=(KEY.public.hex(),))
    assert ("key_foreign", f"seal 5 ({FORGER.key_id})") in named


@settings(max_examples=150, deadline=None)
@given(choice=st.integers(0, 2**64), flip=st.integers(1, 255))
def test_any_changed_byte_is_found_and_named(package: Package, choice: int, flip: int) -> None:
    spoilt = bytearray(package)
    spoilt[choice % len(package)] ^= flip
    report = verify_package(bytes(spoilt))
    assert not report.ok
    assert all(finding.subject and finding.zh and finding.en for finding in report.findings)


@settings(max_examples=40, deadline=None)
@given(choice=st.integers(0, 2**64), flip=st.integers(1, 255))
def test_any_changed_byte_of_an_event_names_its_line(
    package: Package, choice: int, flip: int
) -> None:
    def change(files: dict[str, bytes]) -> None:
        text = bytearray(files["events.jsonl"])
        at = choice % len(text)
        text[at] ^= flip
        places.append(bytes(files["events.jsonl"][:at]).count(b"\n") + 1)
        files["events.jsonl"] = bytes(text)

    places: list[int] = []
    named = codes(forged(package, change, sign=False)) - {("file_changed", "events.jsonl")}
    wanted = re.compile(rf"events\.jsonl:{places[0]}$|\bevent {places[0]}\b")
    assert any(wanted.search(subject) for _, subject in named)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 2**32))
def test_rubbish_is_refused_without_an_exception(
    package: Package, rubbish: bytes, choice: int
) -> None:
    assert not verify_package(rubbish).ok
    at = choice % len(package)
    assert not verify_package(package[:at]).ok
    assert not verify_package(package[:at] + rubbish + b"!" + package[at:]).ok


def test_a_path_outside_the_package_is_named(package: bytes) -> None:
    entries = standalone.unpack(package)
    data = standalone.pack([*entries, ("../../etc/passwd", b"x")])
    assert codes(data) == {("entry_name", "'../../etc/passwd'")}
