"""The real programs as processes, as seen from a test."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from uuid import uuid4

from shared.hardware.line_scanner import send_scan

ROOT: Final = Path(__file__).parents[2]
PATIENCE_S: Final = 20
END_S: Final = 15


class ProgramFailedError(AssertionError):
    """A program did not do what was asked, or ended when it should not have."""


def environment() -> dict[str, str]:
    """Return the environment of a program without a screen, a person's settings or a GPU."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GARAPON_", "XDG_"))}
    quiet = Path(tempfile.gettempdir()) / "garapon-journeys-have-no-settings"
    return kept | {
        "QT_QPA_PLATFORM": "offscreen",
        "QT_QUICK_BACKEND": "software",
        "XDG_CONFIG_HOME": str(quiet),
        "XDG_DATA_HOME": str(quiet),
        "XDG_STATE_HOME": str(quiet),
    }


def run(module: str, *arguments: str, within_s: int = 60) -> str:
    """Run a command to its end and return what it printed; it must end well and have nothing to complain about."""
    done = end_of(module, *arguments, within_s=within_s)
    if done.returncode != 0 or done.stderr:
        raise ProgramFailedError(f"{module} {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


def end_of(
    module: str, *arguments: str, within_s: int = 60, without: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, some variables missing in its environment, and return how it ended."""
    env = {name: value for name, value in environment().items() if name not in without}
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=within_s, check=False)


class Process:
    """A program that goes on until it is told to end; what it prints goes to a file."""

    def __init__(self, command: list[str], said: Path, inherited: tuple[int, ...] = ()) -> None:
        self._said = said
        with said.open("ab") as output:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=inherited,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    @property
    def said(self) -> str:
        """What it printed so far."""
        return self._said.read_text("utf-8", "replace")

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End it as a power cut does."""
        self._process.kill()
        self._process.wait(END_S)

    def press_ctrl_c(self) -> int:
        """Interrupt it and what it started, as a terminal does, and return its exit code."""
        os.killpg(self.pid, signal.SIGINT)
        return self.wait()

    def terminate(self) -> int:
        """Ask it to end and return its exit code."""
        self._process.terminate()
        return self.wait()

    def wait(self, within_s: int = END_S) -> int:
        """Return its exit code once it has ended."""
        try:
            return self._process.wait(within_s)
        except subprocess.TimeoutExpired as error:
            self.kill()
            raise ProgramFailedError(f"It did not end within {within_s} s:\n{self.said}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.alive:
            self.kill()


class Program(Process):
    """A program with a window, driven by `tests.journeys.driver`: taps, keys, scans, and what is to be seen.

    Names are objectNames; `outer/inner` is the inner one within the outer one. Everything waits until it can be done.
    """

    def __init__(self, module: str, *arguments: str, data: Path) -> None:
        self._line, theirs = socket.socketpair()
        self._received = b""
        self.module, self.data = module, data
        self._reader = f"garapon-journey-{uuid4().hex[:12]}"
        scanning = () if module == "shared.demo" else ("--scan-socket", self._reader)
        data.mkdir(parents=True, exist_ok=True)
        with theirs:
            super().__init__(
                [
                    *(sys.executable, "-m", "tests.journeys.driver", str(theirs.fileno()), module),
                    *("--data", str(data), *scanning, *arguments),
                ],
                data.with_name(f"{data.name}.said"),
                (theirs.fileno(),),
            )

    def tap(self, name: str) -> None:
        """Tap the middle of something that is visible, enabled and at rest."""
        self._ask("tap", name=name)

    def tap_and_look_away(self, name: str) -> None:
        """Ask for a tap and wait for nothing: only for a program that is about to be killed."""
        request = {"do": "tap", "within_ms": PATIENCE_S * 1000, "name": name}
        self._line.sendall(json.dumps(request).encode() + b"\n")

    def tap_digits(self, pad: str, digits: str) -> None:
        """Tap digits on a number pad."""
        for digit in digits:
            self.tap(f"{pad}/key-{digit}")

    def write(self, name: str, text: str) -> None:
        """Tap a field and enter text as an input method does."""
        self.tap(name)
        self._ask("type", text=text)

    def type_like_a_scanner(self, text: str) -> None:
        """Press the keys of `text` and Enter as fast as a keyboard wedge does, whatever has the focus."""
        self._ask("key", text=f"{text}\r")

    def see(self, name: str, expected: object = None, *, prop: str = "text", within_s: float = PATIENCE_S) -> str:
        """Wait until something is visible, with `expected` if given, and return what its property says."""
        return str(self._ask("see", name=name, prop=prop, expected=expected, within_s=within_s))

    def see_part(self, name: str, part: str, *, prop: str = "text", within_s: float = PATIENCE_S) -> str:
        """Wait until a text with `part` in it is visible and return it whole."""
        return str(self._ask("see", name=name, prop=prop, part=part, within_s=within_s))

    def sees(self, name: str) -> bool:
        """Tell whether something becomes visible within a second."""
        return self._ask("see", name=name, prop="visible", within_s=1, must=False) is True

    def gone(self, name: str) -> None:
        """Wait until something is no longer visible."""
        self._ask("gone", name=name)

    def grab(self, picture: Path) -> None:
        """Save what the window shows."""
        self._ask("grab", path=str(picture))

    def scan(self, code: str) -> None:
        """Hold a code up to its reader, the way the demo's wallet does."""
        for _ in waiting(f"the reader of {self.module}"):
            if send_scan(self._reader, code):
                return
            self.pause()

    def pause(self) -> None:
        """Let the program go on for a moment; for tests that look at something outside of it."""
        self._ask("pause", within_s=0.1, must=False)

    def ask_to_close(self) -> None:
        """Close its windows."""
        self._ask("close")

    def close(self) -> None:
        """Close its windows; it must end well and have had nothing to complain about."""
        self.ask_to_close()
        code = self.wait()
        self._line.close()
        if code != 0 or self.said:
            raise ProgramFailedError(f"{self.module} ended with {code}:\n{self.said}")
        complaints = list(logged_complaints(self.data / "logs"))
        if complaints:
            raise ProgramFailedError(f"{self.module} logged:\n" + "\n".join(complaints))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        self._line.close()

    def _ask(self, do: str, *, within_s: float = PATIENCE_S, must: bool = True, **arguments: object) -> object:
        request = {"do": do, "within_ms": round(within_s * 1000), **arguments}
        self._line.settimeout(within_s + PATIENCE_S)
        try:
            self._line.sendall(json.dumps(request).encode() + b"\n")
            while b"\n" not in self._received:
                more = self._line.recv(65536)
                if not more:
                    raise ProgramFailedError(f"{self.module} is gone before {request}:\n{self.said}")
                self._received += more
        except OSError as fault:
            raise ProgramFailedError(f"{self.module} does not answer to {request}: {fault}\n{self.said}") from fault
        line, _, self._received = self._received.partition(b"\n")
        answer = json.loads(line)
        if must and "late" in answer:
            raise ProgramFailedError(f"{self.module}, {request}: {answer['late']}\n{self.said}")
        return answer.get("ok")


def logged_complaints(folder: Path) -> Iterator[str]:
    """Return the lines of a program's log that are warnings or worse."""
    for file in sorted(folder.glob("*")):
        for line in file.read_text("utf-8").splitlines():
            if json.loads(line)["level"].lower() not in ("debug", "info"):
                yield line


def waiting(what: str, within_s: float = PATIENCE_S) -> Iterator[None]:
    """Go round until the caller has what it waits for; fail when that takes too long."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        yield
    raise ProgramFailedError(f"{what} did not come within {within_s:.0f} s")


@contextmanager
def ended_softly(process: Process) -> Iterator[Process]:
    """End a process with SIGTERM at the end of the block; it must end well."""
    with process:
        yield process
        code = process.terminate()
        if code != 0:
            raise ProgramFailedError(f"It ended with {code}:\n{process.said}")
