"""Reads CSV as plants really have it: UTF-8 with or without BOM, GBK, UTF-16, any delimiter."""

import codecs
import csv
from io import StringIO
from typing import Final

from anshu.kernel.refusal import Refusal
from anshu.records.imports.table import Table, refused, size_refused

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS: Final = (",", "\t", ";", "|", "，", "；")
_ENCODINGS: Final = "UTF-8, GBK/GB18030, UTF-16"
_SAMPLE_LINES: Final = 30


def read_csv(content: bytes) -> Table | Refusal:
    """The table, with the encoding and the delimiter that were found.

    Refuses import_encoding (names the first byte that fits no encoding), import_binary and
    import_broken_quotes (names the row).
    """
    encoding = _encoding(content)
    if encoding is None:
        line = _bad_line(content)
        return refused("import_encoding", value=str(line), limit=_ENCODINGS, row=line)
    text = content.decode(encoding)
    if "\x00" in text:
        return refused("import_binary", kind="wrong_type")
    delimiter = _delimiter(text)
    rows: list[tuple[str, ...]] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            rows.append(tuple(cell.strip() for cell in row))
            refusal = size_refused(rows=len(rows), columns=len(row))
            if refusal is not None:
                return refusal
    except csv.Error:
        row_no = len(rows) + 1
        return refused("import_broken_quotes", value=str(row_no), row=row_no)
    return Table(format="csv", rows=tuple(rows), encoding=_shown(encoding), delimiter=delimiter)


def _encoding(content: bytes) -> str | None:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return encoding if _decodes(content, encoding) else None
    # UTF-8 first: GB18030 accepts most byte strings, UTF-8 accepts hardly any foreign one.
    return next((name for name in ("utf-8", "gb18030") if _decodes(content, name)), None)


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _bad_line(content: bytes) -> int:
    """The line of the byte that stops the encoding which gets furthest."""
    stops = [0]
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError as error:
            stops.append(error.start)
    return content.count(b"\n", 0, max(stops)) + 1


def _shown(encoding: str) -> str:
    return {"utf-8-sig": "UTF-8 BOM", "gb18030": "GB18030", "utf-8": "UTF-8"}.get(
        encoding, encoding.upper()
    )


def _delimiter(text: str) -> str:
    """The candidate that splits most of the first lines into the same number of cells."""
    lines = [line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]

    def steadiness(delimiter: str) -> tuple[int, int]:
        counts = [_outside_quotes(line, delimiter) for line in lines]
        usual = max(set(counts), key=lambda n: (counts.count(n) if n else 0, n), default=0)
        return (counts.count(usual) if usual else 0, usual)

    best = max(_DELIMITERS, key=steadiness)
    return best if steadiness(best)[1] else ","


def _outside_quotes(line: str, delimiter: str) -> int:
    return sum(part.count(delimiter) for part in line.split('"')[::2])
