"""Hazard ledgers of our own, as plants would upload them."""

from collections.abc import Sequence

HEADER = "隐患描述,隐患等级,发现时间,区域,整改责任人,整改期限,状态,销号时间"
CLOSED = "法兰渗漏,一般隐患,2026/3/5,反应釜区,郑维修,2026年3月8日,已销号,2026-03-07"
OPEN = "阀门内漏,重大隐患,２０２６．３．６　１４：３０,反应釜区,郑维修,2026-12-31,整改中,"
NOBODY = "压力表失效,一般隐患,20260307,反应釜区,,,整改中,"
BARE = "护栏松动,,2026-03-08,,,,,"
ROWS = (CLOSED, OPEN, NOBODY, BARE)


def csv_bytes(lines: Sequence[str] = (HEADER, *ROWS), *, encoding: str = "utf-8") -> bytes:
    """A ledger as CSV."""
    return ("\r\n".join(lines) + "\r\n").encode(encoding)
