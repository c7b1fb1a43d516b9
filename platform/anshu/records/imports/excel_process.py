"""Reads a workbook in a process of its own, which a hostile or broken file may take down.

The reader's library aborts on a sheet whose farthest cell needs more memory than there is;
in here that ends a child with limits on memory and time instead of the server.
"""

import subprocess
import sys
from typing import Final

import msgspec

from anshu.kernel.refusal import Refusal
from anshu.records.imports.excel_child import CPU_SECONDS, Answer
from anshu.records.imports.table import Table, refused

_CHILD: Final = "anshu.records.imports.excel_child"


def read_excel_apart(content: bytes) -> Table | Refusal:
    """What `excel_table.read_excel` answers, or import_extent when the child does not survive.

    Blocking, some 0.2 s more than reading in place. The child gets no environment.
    """
    try:
        child = subprocess.run(
            [sys.executable, "-I", "-m", _CHILD],
            input=content,
            capture_output=True,
            timeout=2 * CPU_SECONDS,
            check=True,
            env={},
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return refused("import_extent", kind="too_large")
    answer = msgspec.msgpack.decode(child.stdout, type=Answer)
    return answer.table or answer.refusal or refused("import_extent", kind="too_large")
