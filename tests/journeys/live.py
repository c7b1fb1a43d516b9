"""The real application in a process of its own, over a folder that is built once per session."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from anshu.entrypoints.demo import DemoOptions
from anshu.settings import Broker
from tests.folders import remove
from tests.journeys.application import encode, spec_of

ROOT = Path(__file__).resolve().parents[2]
ANSHU = str(Path(sys.executable).with_name("anshu"))
START_SECONDS = 120
STOP_SECONDS = 30
LOOPBACK = "127.0.0.1"


class Live:
    """The application over a folder: start, stop, kill and start again."""

    def __init__(self, options: DemoOptions) -> None:
        self.options = options
        self.folder = options.folder
        self.url = f"http://{LOOPBACK}:{options.port}"
        self.https_url = f"https://{LOOPBACK}:{options.https_port}"
        self.password = (options.folder / "secret").read_text().split()[1]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def output(self) -> str:
        """What the process has said so far."""
        return (self.folder / "output").read_text()

    def start(self) -> "Live":
        """Returns when the application is ready."""
        with (self.folder / "output").open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.journeys.application", encode(spec_of(self.options))],
                cwd=ROOT,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not ready(self.url):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"the application did not start: {self.output[-3000:]}")
            time.sleep(0.1)
        return self

    def stop(self) -> None:
        """Stops it as an operator would; harmless when it has ended."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        finally:
            self.process = None

    def kill(self) -> None:
        """Takes the process away without warning."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        self.process = None


Launch = Callable[..., Live]


@pytest.fixture(scope="session")
def seeded() -> Iterator[Path]:
    """A folder with one plant, built and stopped; copy it, do not run on it."""
    # pytest's own folder is closed to the OS user that the server runs under.
    folder = Path(tempfile.mkdtemp(prefix="anshu-live-"))
    folder.chmod(0o711)
    try:
        options = DemoOptions(folder / "seeded")
        spec = spec_of(options, seed_only=True)
        subprocess.run(
            [sys.executable, "-m", "tests.journeys.application", encode(spec)],
            cwd=ROOT, env=environment(), check=True, timeout=START_SECONDS,
        )  # fmt: skip
        yield options.folder
    finally:
        remove(folder)


@pytest.fixture(scope="session")
def launch(seeded: Path) -> Iterator[Launch]:
    """Starts applications, each over its own copy of the folder; stops them at the end."""
    with ExitStack() as stack:

        def launched(*, broker: Broker = "outbox", rabbitmq_url: str = "") -> Live:
            folder = Path(tempfile.mkdtemp(prefix="run-", dir=seeded.parent))
            folder.chmod(0o711)
            copy_of(seeded, folder)
            port, https_port = free_ports(2)
            options = DemoOptions(
                folder, port=port, https_port=https_port, lan=False,
                broker=broker, rabbitmq_url=rabbitmq_url,
            )  # fmt: skip
            live = Live(options)
            stack.callback(live.stop)
            return live.start()

        yield launched


@pytest.fixture(scope="session")
def live(launch: Launch) -> Live:
    """The application that the session's journeys share."""
    return launch()


def environment() -> dict[str, str]:
    """Ours, but with compiled modules kept: compiling them anew takes seconds per process."""
    return {key: text for key, text in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def ready(url: str) -> bool:
    """Whether the application answers that it is ready."""
    try:
        return httpx.get(f"{url}/health/ready", timeout=5, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def copy_of(source: Path, target: Path) -> None:
    """Copies contents with their owners: the server's files belong to its own OS user."""
    subprocess.run(["cp", "-a", f"{source}/.", str(target)], check=True)


def free_ports(count: int) -> list[int]:
    """Ports that were free a moment ago."""
    sockets = [socket.create_server((LOOPBACK, 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def alive(pid: int) -> bool:
    """Whether a process of this id exists and is not a zombie."""
    try:
        os.kill(pid, 0)
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return False
