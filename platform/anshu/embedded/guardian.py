"""The guardian process: runs one PostgreSQL server and stops it when its owner is gone.

Started by path in a session of its own, so it needs only the standard library and a Ctrl-C
at the owner's terminal does not reach it. Its standard input is a pipe whose other end the
owner holds: end of file means stop. Its standard output gets the server's process id.
Arguments: the owner's process id, uid and gid for the server ("-": unchanged), the folder of
the server's socket, the command.
"""

import ctypes
import os
import select
import signal
import subprocess
import sys
from contextlib import suppress

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_OWNER_CHECK_S = 0.5
_PATIENCE_S = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0))


def main(owner: int, uid: str, gid: str, sockets: str, command: list[str]) -> None:
    """Run the command as a server until it ends or must be stopped."""
    signals = _signal_pipe()
    libc = ctypes.CDLL(None)
    # Adopt the server's children should it be killed, so that they can be ended too.
    libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    server = _spawn(command, libc, uid=uid, gid=gid)
    os.write(1, f"{server.pid}\n".encode())
    os.close(1)
    _wait_for_a_reason(server, owner=owner, signals=signals)
    _stop(server)
    # Here, because the guardian still holds the lock: no other start is using the folder.
    with suppress(OSError):
        os.rmdir(sockets)


def _signal_pipe() -> int:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
        signal.signal(number, lambda *_: None)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    return reader


def _spawn(
    command: list[str], libc: ctypes.CDLL, *, uid: str, gid: str
) -> "subprocess.Popen[bytes]":
    guardian = os.getpid()

    def die_with_guardian() -> None:
        # Runs after the change of user, which would clear it. A single-threaded guardian
        # makes this dependable; the check closes the gap before the call.
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        if os.getppid() != guardian:
            os._exit(1)

    switch = uid != "-"
    return subprocess.Popen(
        command,
        user=int(uid) if switch else None,
        group=int(gid) if switch else None,
        extra_groups=[] if switch else None,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=2,
        preexec_fn=die_with_guardian,  # noqa: PLW1509  the guardian has one thread
    )


def _wait_for_a_reason(server: "subprocess.Popen[bytes]", *, owner: int, signals: int) -> None:
    while server.poll() is None:
        ready, _, _ = select.select([0, signals], [], [], _OWNER_CHECK_S)
        # A copy of the pipe may live on in a forked child of the owner: look at the parent too.
        if 0 in ready or os.getppid() != owner:
            return
        if signals in ready and {signal.SIGTERM, signal.SIGINT} & set(os.read(signals, 512)):
            return


def _stop(server: "subprocess.Popen[bytes]") -> None:
    for number, patience_s in _PATIENCE_S:
        server.send_signal(number)
        try:
            server.wait(patience_s)
            break
        except subprocess.TimeoutExpired:
            continue
    while children := _children():
        for pid in children:
            os.kill(pid, signal.SIGKILL)
        for pid in children:
            os.waitpid(pid, 0)


def _children() -> list[int]:
    own = str(os.getpid()).encode()
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", "rb") as stat:
                parent = stat.read().rpartition(b")")[2].split()[1]
        except OSError:
            continue
        if parent == own:
            found.append(int(name))
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5:])
