"""What people read when something is refused: every room's texts by code, two languages."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from anshu.definitions.said import Said
from anshu.definitions.words import Text
from anshu.identity.texts import TEXTS as IDENTITY
from anshu.media.texts import REFUSALS as MEDIA
from anshu.notify.texts import MESSAGES as NOTIFY
from anshu.records.imports.texts import MESSAGES as IMPORTS


@cache
def refusal_texts() -> Mapping[str, Said]:
    """Sentence and cure of every refusal code."""
    return {**IDENTITY, **MEDIA, **NOTIFY, **IMPORTS, **_read("refusals")}


@cache
def field_texts() -> Mapping[str, Said]:
    """Sentence and cure of every field error code."""
    return {**refusal_texts(), **_read("fields")}


@cache
def rule_names() -> Mapping[str, Said]:
    """What a passed rule or a whole gate says in an explanation."""
    return _read("rules")


@cache
def fact_names() -> Mapping[str, Text]:
    """What a fact is called."""
    return {key: Text(**entry) for key, entry in _raw()["facts"].items()}


def _read(section: str) -> dict[str, Said]:
    return {
        key: Said(Text(**entry["said"]), Text(**entry["cure"]))
        for key, entry in _raw()[section].items()
    }


@cache
def _raw() -> dict[str, dict[str, Any]]:
    source = files("anshu.web") / "texts" / "refusals.yaml"
    raw: dict[str, dict[str, Any]] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return raw
