"""Reads an uploaded ledger: tells CSV from Excel by content and hands back one table."""

from anshu.kernel.refusal import Refusal
from anshu.media.sniff import sniff
from anshu.records.imports.csv_table import read_csv
from anshu.records.imports.excel_process import read_excel_apart
from anshu.records.imports.table import MAX_BYTES, Table, refused


def read_table(content: bytes) -> Table | Refusal:
    """The table of a CSV, XLSX or XLS file; the file's name is not believed.

    Blocking: run it in a thread. Refuses import_empty, import_too_large, import_wrong_type
    and what the readers refuse (encoding, broken quotes, password, extent, too many rows).
    """
    if not content.strip():
        return refused("import_empty")
    if len(content) > MAX_BYTES:
        value = f"{len(content) / 1_048_576:.1f} MB"
        limit = f"{MAX_BYTES // 1_048_576} MB"
        return refused("import_too_large", kind="too_large", value=value, limit=limit)
    kind = sniff(content)
    if kind in ("application/zip", "application/x-ole-storage"):
        table = read_excel_apart(content)
    elif kind in ("", "image/bmp"):
        # "BM" may well begin a header such as "BM编号": what is no picture reads as text.
        table = read_csv(content)
    else:
        return refused("import_wrong_type", kind="wrong_type", value=kind)
    if isinstance(table, Table) and not any(any(row) for row in table.rows):
        return refused("import_empty")
    return table
