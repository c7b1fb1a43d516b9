"""A park platform on loopback: takes tickets and alarms, keeps their history, names defects.

Written from AQ 3064.2-2025 8.2 and Appendix A alone, with the standard library alone, so that
sender and receiver can only agree by way of the norm.

    with ParkPlatform() as park:
        ...  # POST park.url + "/tickets", {"data": [{"ID": ...}]}
        park.tickets[id][-1]["TICKETSTATUS"]
"""

import json
import threading
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from tests.park.checking import Agreement, Record, alarm_defects, sequence_defects, ticket_defects


class ParkPlatform:
    """Receives until closed; what it took and what it found wrong can be read at any time."""

    def __init__(self, *, agreed: Agreement | None = None, token: str = "") -> None:
        self.tickets: dict[str, list[Record]] = {}
        self.alarms: dict[str, list[Record]] = {}
        self.defects: list[str] = []
        self.requests = 0
        self._agreed = agreed or Agreement()
        self._token = token
        self._ill: list[int] = []
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def fall_ill(self, times: int, status: int = 503) -> None:
        """Answer the next requests with this status and take nothing from them."""
        with self._lock:
            self._ill += [status] * times

    def statuses(self, ticket: str) -> list[str]:
        """The states that one ticket went through, as received, without repetitions."""
        said = [str(record["TICKETSTATUS"]) for record in self.tickets.get(ticket, [])]
        return [status for at, status in enumerate(said) if at == 0 or said[at - 1] != status]

    def receive(self, path: str, body: bytes, authorization: str) -> tuple[int, dict[str, object]]:
        """One request: HTTP status and answer. A request with a defect is taken not at all."""
        with self._lock:
            self.requests += 1
            if self._ill:
                return self._ill.pop(0), {"code": 1, "errors": ["平台暂不可用"]}
            if self._token and authorization != f"Bearer {self._token}":
                return 401, {"code": 1, "errors": ["令牌无效"]}
            if path not in {"/tickets", "/alarms"}:
                return 404, {"code": 1, "errors": [f"没有此接口：{path}"]}
            records, wrong = _read(body)
            if not wrong:
                wrong = self._take(path, records)
            self.defects += wrong
            return 200, {"code": 1, "errors": wrong} if wrong else {"code": 0}

    def _take(self, path: str, records: Sequence[Record]) -> list[str]:
        books = self.tickets if path == "/tickets" else self.alarms
        taken: dict[str, list[Record]] = {}
        wrong: list[str] = []
        for at, record in enumerate(records):
            found = self._alone(path, record)
            key = str(record.get("ID"))
            history = taken.setdefault(key, list(books.get(key, [])))
            if not found and history and record != history[-1]:
                found = sequence_defects(history[-1], record)
            wrong += [f"data[{at}].{said}" for said in found]
            if not history or record != history[-1]:  # a repetition changes nothing
                history.append(record)
        if not wrong:
            books.update(taken)
        return wrong

    def _alone(self, path: str, record: Record) -> list[str]:
        if path == "/tickets":
            return ticket_defects(record, self._agreed)
        found = alarm_defects(record)
        ticket = record.get("TICKETID")
        if not found and ticket not in self.tickets:
            found.append(f"TICKETID（安全作业票ID）：未收到过编号为 {ticket} 的安全作业票")
        return found


def _read(body: bytes) -> tuple[list[Record], list[str]]:
    try:
        message = json.loads(body, object_pairs_hook=_without_repetition, parse_constant=_refuse)
    except ValueError as error:
        return [], [f"不是有效的 JSON：{error}"]
    data = message.get("data") if isinstance(message, Mapping) else None
    if not isinstance(data, list) or not data:
        return [], ["data：应为非空数组"]
    odd = [
        f"data[{at}]：应为对象" for at, record in enumerate(data) if not isinstance(record, dict)
    ]
    return ([], odd) if odd else (data, [])


def _without_repetition(pairs: list[tuple[str, object]]) -> dict[str, object]:
    named = dict(pairs)
    if len(named) != len(pairs):
        raise ValueError("字段重复")
    return named


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} 不是数值")


def _handler_of(park: ParkPlatform) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """One connection to the platform."""

        timeout = 10

        def do_POST(self) -> None:
            """Take the body and answer as JSON."""
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            status, answer = park.receive(self.path, body, self.headers.get("Authorization") or "")
            said = json.dumps(answer, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    return Handler
