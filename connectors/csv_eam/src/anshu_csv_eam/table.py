"""Reads the bytes of a CSV export into rows by column key, naming every broken row."""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from anshu.sdk.errors import TerminalError
from anshu.sdk.text import Text
from anshu.sdk.values import SourceProblem

# A quoted field may run over lines, but a forgotten quote must not swallow the file.
MAX_LINES_PER_ROW = 50
MAX_CELL = 4000


class Row(Struct, frozen=True):
    """A row's first line (1 is the file's first), its text as read, and its cells by key."""

    line: int
    raw: str
    cells: Mapping[str, str]


class Columns(Struct, frozen=True):
    """The names that a column goes by in exports, by key, and which must be there."""

    names: Mapping[str, tuple[str, ...]]
    required: frozenset[str]


class Table(Struct, frozen=True):
    """The good rows of a file, its broken ones, and the heading it used for each key."""

    rows: tuple[Row, ...]
    problems: tuple[SourceProblem, ...]
    headings: Mapping[str, str]


def read_table(name: str, body: bytes, *, columns: Columns, encoding: str = "auto") -> Table:
    """The table; raises TerminalError when encoding or a required column is not to be had."""
    lines = list(io.StringIO(decode(name, body, encoding=encoding), newline=""))
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise TerminalError(
            Text(zh=f"文件 {name} 是空的，请重新导出。", en=f"{name} is empty: export it again.")
        )
    delimiter = max(",;\t", key=lines[first].count)
    headings = _cells(lines[first], delimiter) or [lines[first].strip()]
    keys = _keys(name, headings, columns)
    rows, problems = [], []
    for outcome in _outcomes(name, lines, start=first + 1, keys=keys, delimiter=delimiter):
        if isinstance(outcome, Row):
            rows.append(outcome)
        else:
            problems.append(outcome)
    found = {key: heading for key, heading in zip(keys, headings, strict=True) if key}
    return Table(tuple(rows), tuple(problems), found)


def decode(name: str, body: bytes, *, encoding: str = "auto") -> str:
    """The text, by byte order mark, else UTF-8, else GB18030 (of which GBK is a part)."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        tried = ["utf-16"]
    elif encoding == "auto" or body.startswith(b"\xef\xbb\xbf"):
        tried = ["utf-8-sig", "gb18030"]
    else:
        tried = ["utf-8-sig" if encoding == "utf-8" else encoding]
    for candidate in tried:
        try:
            return body.decode(candidate)
        except UnicodeDecodeError:
            continue
    raise TerminalError(
        Text(
            zh=f"文件 {name} 的编码无法识别，请另存为 UTF-8 编码的 CSV。",
            en=f"The encoding of {name} is not known: save it as CSV in UTF-8.",
        )
    )


def normal(heading: str) -> str:
    """A heading without width, case, blanks and punctuation."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(c for c in text if c.isalnum())


def _keys(name: str, headings: Sequence[str], columns: Columns) -> list[str]:
    known = {normal(n): key for key, names in columns.names.items() for n in (key, *names)}
    keys: list[str] = []
    for heading in headings:
        key = known.get(normal(heading), "")
        keys.append("" if key in keys else key)
    for key in sorted(columns.required - set(keys)):
        accepted = "、".join(columns.names[key])
        raise TerminalError(
            Text(
                zh=f"文件 {name} 缺少“{columns.names[key][0]}”列，列名可以是：{accepted}。",
                en=f"{name} lacks the column “{key}”; accepted headings: {accepted}.",
            )
        )
    return keys


def _outcomes(
    name: str, lines: Sequence[str], *, start: int, keys: Sequence[str], delimiter: str
) -> Iterator[Row | SourceProblem]:
    index = start
    while index < len(lines):
        taken = 1
        if lines[index].strip():
            raw, cells, taken = _record(lines, index, width=len(keys), delimiter=delimiter)
            yield _outcome(name, index + 1, raw, cells=cells, keys=keys)
        index += taken


def _record(
    lines: Sequence[str], index: int, *, width: int, delimiter: str
) -> tuple[str, list[str] | None, int]:
    """The row's text, cells (None: not to be parsed) and lines taken.

    Lines are joined only while a quote is open, and only if a whole row comes of it.
    """
    text = ""
    for taken, line in enumerate(lines[index : index + MAX_LINES_PER_ROW], start=1):
        text += line
        cells = _cells(text, delimiter)
        if cells is not None and (taken == 1 or len(cells) == width):
            return text.rstrip("\r\n"), cells, taken
    return lines[index].rstrip("\r\n"), None, 1


def _cells(text: str, delimiter: str) -> list[str] | None:
    try:
        (cells,) = csv.reader([text.rstrip("\r\n")], delimiter=delimiter, strict=True)
    except (csv.Error, ValueError):
        return None
    return cells


def _outcome(
    name: str, line: int, raw: str, *, cells: Sequence[str] | None, keys: Sequence[str]
) -> Row | SourceProblem:
    if cells is None:
        return _broken(name, line, zh="引号没有成对", en="a quote is not closed")
    if any(cell.strip() for cell in cells[len(keys) :]) or len(cells) < len(keys):
        return _broken(
            name,
            line,
            zh=f"有 {len(cells)} 列，表头有 {len(keys)} 列",
            en=f"has {len(cells)} columns, the heading {len(keys)}",
        )
    if any(len(cell) > MAX_CELL for cell in cells):
        return _broken(
            name, line, zh=f"有单元格超过 {MAX_CELL} 字", en=f"a cell is over {MAX_CELL} characters"
        )
    found = {key: _cell(cell) for key, cell in zip(keys, cells, strict=False) if key}
    return Row(line, raw, found)


def _cell(text: str) -> str:
    return "".join(c for c in text if c >= " " or c in "\n\t").strip()


def _broken(name: str, line: int, *, zh: str, en: str) -> SourceProblem:
    return SourceProblem(
        place=name,
        row=line,
        column="",
        message=Text(zh=f"第 {line} 行{zh}", en=f"line {line}: {en}"),
        cure=Text(zh="请在导出文件中改正此行后重新导出。", en="Mend the row and export again."),
    )
