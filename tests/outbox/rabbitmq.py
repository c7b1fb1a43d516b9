"""A RabbitMQ of the tests' own: on loopback, in a temporary folder, stopped by its process id.

Use it from another folder by importing the fixtures `rabbitmq` and `rabbitmq_url` into its
conftest. The distribution's service is neither used nor started.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

PROGRAMS = Path("/usr/lib/rabbitmq/lib")
POLICY = Path("/usr/sbin/policy-rc.d")
START_SECONDS = 40
STOP_SECONDS = 20
CONFIGURATION = """
loopback_users.guest = true
vm_memory_high_watermark.absolute = 512MB
disk_free_limit.absolute = 50MB
log.console = false
"""


class RabbitServer:
    """One RabbitMQ node with its own epmd; start, stop, kill and start again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port, self._dist_port, self._epmd_port = _free_ports(3)
        self._epmd: subprocess.Popen[bytes] | None = None
        self._server: subprocess.Popen[bytes] | None = None
        self.url = f"amqp://guest:guest@127.0.0.1:{self._port}/"
        (folder / "rabbitmq.conf").write_text(CONFIGURATION)
        (folder / "plugins").write_text("[].\n")
        (folder / "env").write_text("")

    def start(self) -> None:
        """Starts the node and returns when it accepts AMQP."""
        if self._epmd is None:
            self._epmd = self._run("epmd", "-address", "127.0.0.1", "-port", str(self._epmd_port))
        self._server = self._run(str(server_program()))
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > deadline:
                log = (self._folder / "output").read_text(errors="replace")
                self.stop()
                raise RuntimeError(f"RabbitMQ did not start: {log[-2000:]}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stops the node in order and then its epmd."""
        self.stop_node()
        self._end(self._epmd, signal.SIGTERM)
        self._epmd = None

    def stop_node(self) -> None:
        """Stops the node in order; epmd stays."""
        self._end(self._server, signal.SIGTERM)
        self._server = None

    def kill(self) -> None:
        """Takes the node away without warning; epmd stays."""
        self._end(self._server, signal.SIGKILL)
        self._server = None

    def _run(self, *command: str) -> subprocess.Popen[bytes]:
        with (self._folder / "output").open("ab") as output:
            return subprocess.Popen(
                command,
                env=self._environment(),
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def _environment(self) -> dict[str, str]:
        folder = str(self._folder)
        return {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": folder,  # the Erlang cookie is made here
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(self._epmd_port),
            "RABBITMQ_NODENAME": f"test{self._port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self._port),
            "RABBITMQ_DIST_PORT": str(self._dist_port),
            "RABBITMQ_MNESIA_BASE": f"{folder}/data",
            "RABBITMQ_LOG_BASE": f"{folder}/log",
            "RABBITMQ_PID_FILE": f"{folder}/pid",
            "RABBITMQ_CONFIG_FILE": f"{folder}/rabbitmq.conf",
            "RABBITMQ_CONF_ENV_FILE": f"{folder}/env",
            "RABBITMQ_GENERATED_CONFIG_DIR": f"{folder}/generated",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{folder}/plugins",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
                "-kernel inet_dist_use_interface {127,0,0,1} +S 2:2 +sbwt none"
            ),
        }

    def _answers(self) -> bool:
        """Whether the node answers a wrong protocol header the AMQP way."""
        with suppress(OSError), socket.create_connection(("127.0.0.1", self._port), 1) as client:
            client.settimeout(1)
            client.sendall(b"AMQP\x00\x00\x00\x00")
            return client.recv(4) == b"AMQP"
        return False

    def _end(self, process: subprocess.Popen[bytes] | None, with_signal: signal.Signals) -> None:
        if process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, with_signal)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def server_program() -> Path:
    """The server's own start script, behind the distribution's wrapper."""
    found = sorted(PROGRAMS.glob("rabbitmq_server-*/sbin/rabbitmq-server"))
    if not found:
        install()
        found = sorted(PROGRAMS.glob("rabbitmq_server-*/sbin/rabbitmq-server"))
    return found[-1]


def install() -> None:
    """Installs the distribution's package without letting it start its service."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        pytest.fail("These tests need RabbitMQ. As root on Debian: apt-get install rabbitmq-server")
    forbids = not POLICY.exists()
    if forbids:
        POLICY.write_text("#!/bin/sh\nexit 101\n")
        POLICY.chmod(0o755)
    try:
        command = "apt-get update -qq && apt-get install -y -qq --no-install-recommends"
        subprocess.run(
            ["/bin/sh", "-c", f"{command} rabbitmq-server"],
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            check=True,
            stdout=subprocess.DEVNULL,
        )
    finally:
        if forbids:
            POLICY.unlink()


@pytest.fixture(scope="session")
def rabbitmq() -> Iterator[RabbitServer]:
    """A running node; a test that stops it starts it again."""
    server_program()
    folder = Path(tempfile.mkdtemp(prefix="anshu-rabbitmq-"))
    server = RabbitServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def rabbitmq_url(rabbitmq: RabbitServer) -> str:
    """Where the node listens."""
    return rabbitmq.url


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
