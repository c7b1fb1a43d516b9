"""The child that reads a workbook: standard input to standard output, under hard limits."""

import resource
import sys
from typing import Final

import msgspec

from anshu.kernel.refusal import Refusal
from anshu.records.imports.excel_table import read_excel
from anshu.records.imports.table import Table

MEMORY_BYTES: Final = 1_500 * 1024 * 1024
CPU_SECONDS: Final = 60


class Answer(msgspec.Struct, frozen=True):
    """What the child says: one of the two."""

    table: Table | None = None
    refusal: Refusal | None = None


def main() -> None:
    """Reads the workbook's bytes and writes an Answer as MessagePack."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    read = read_excel(sys.stdin.buffer.read())
    answer = Answer(table=read) if isinstance(read, Table) else Answer(refusal=read)
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))


if __name__ == "__main__":
    main()
