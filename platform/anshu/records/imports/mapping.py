"""Guesses which column fills which target: by label, by synonym, by likeness, by samples."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final
from zoneinfo import ZoneInfo

from anshu.kernel.refusal import FieldError, Refusal
from anshu.records.imports.moments import read_moment
from anshu.records.imports.synonyms import GROUPS
from anshu.records.imports.targets import Shape, Target
from anshu.records.imports.wording import label_key

_EXACT: Final = 100
_SYNONYM: Final = 90
_PART: Final = 70
_ENOUGH: Final = 55
_UTC: Final = ZoneInfo("UTC")


def known_labels(shape: Shape) -> frozenset[str]:
    """The label keys that a header of this ledger may be expected to use."""
    targets = {word for target in shape.targets for word in (*_own(target), *_synonyms(target))}
    return frozenset(targets | {"序号"})


def guess_mapping(
    shape: Shape, columns: Sequence[str], samples: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Column to target key, one to one, best fits first; a column left out fits nothing."""
    fits = sorted(
        (
            (_fit(column, target, samples.get(column, ())), -place, column, target.key)
            for place, column in enumerate(columns)
            for target in shape.targets
        ),
        reverse=True,
    )
    mapping: dict[str, str] = {}
    for score, _place, column, key in fits:
        if score >= _ENOUGH and column not in mapping and key not in mapping.values():
            mapping[column] = key
    return mapping


def mapping_refused(
    shape: Shape, columns: Sequence[str], mapping: Mapping[str, str]
) -> Refusal | None:
    """The refusal of a mapping: unknown column or target, a target twice, a required one left."""
    errors = [
        FieldError(field=column, code="import_unknown_column", value=column)
        for column in mapping
        if column not in columns
    ]
    keys = [key for key in mapping.values() if key]
    for column, key in mapping.items():
        if key and shape.target(key) is None:
            errors.append(FieldError(field=column, code="import_unknown_target", value=key))
        elif key and keys.count(key) > 1:
            errors.append(FieldError(field=column, code="import_target_twice", value=key))
    errors += [
        FieldError(field=t.key, code="import_target_missing", label=t.label.zh, value=t.label.zh)
        for t in shape.targets
        if t.required and t.key not in keys
    ]
    if not errors:
        return None
    return Refusal("import_mapping", kind="malformed", fields=tuple(errors))


def _fit(column: str, target: Target, samples: Sequence[str]) -> int:
    score = max(_label_fit(part, target) for part in {column, column.rpartition("/")[2]})
    if score >= _ENOUGH and target.kind == "datetime":
        filled = [sample for sample in samples if sample]
        readable = sum(1 for sample in filled if read_moment(sample, _UTC) is not None)
        if filled and not readable:
            score -= 50
    return score


def _label_fit(column: str, target: Target) -> int:
    label = label_key(column)
    if not label:
        return 0
    own = _own(target)
    if label in own:
        return _EXACT
    if label in _synonyms(target):
        return _SYNONYM
    if any(len(word) >= 3 and (word in label or label in word) for word in own if len(label) >= 3):
        return _PART
    return max(round(SequenceMatcher(None, label, word).ratio() * _PART) for word in own)


def _own(target: Target) -> set[str]:
    words = (target.key, target.label.zh, target.label.en)
    return {label_key(word) for word in words if word}


def _synonyms(target: Target) -> set[str]:
    own = _own(target)
    groups = ({label_key(word) for word in group} for group in GROUPS)
    return {word for group in groups if group & own for word in group}
