"""A receipt printer made of paper: it takes ESC/POS as the command reference says and keeps what it printed."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from PIL import Image, ImageChops

PIECE_BYTES = 2_048
FORGET = b"\x10\x05\x02\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
_ROW_HEADER = 8


@dataclass
class PaperPrinter:
    """Prints onto images; `papers` are the cut ones, `rows` what hangs out uncut, one bit a dot."""

    cover_open: bool = False
    paper_out: bool = False
    paper_low: bool = False
    switched_off: bool = False
    broken: bool = False
    mute: bool = False
    never_done: bool = False
    fails_after_rows: int = -1
    fails_with: str = "paper_out"
    noise: bytes = b""
    papers: list[Image.Image] = field(default_factory=list)
    rows: list[bytes] = field(default_factory=list)
    _width_bytes: int = 0
    _waiting: bytes = b""

    @property
    def stuck(self) -> bool:
        """Tell whether it prints nothing now, though it still hears questions."""
        return self.cover_open or self.paper_out or self.broken or self.switched_off

    def feed(self, data: bytes) -> bytes:
        """Take bytes and return what it says."""
        self._waiting += data
        said = self.noise
        while (answer := self._step()) is not None:
            said += answer
        return b"" if self.mute else said

    def load_paper(self) -> None:
        """Put in a new roll and close the cover: it goes on with whatever it still knows."""
        self.paper_out = self.cover_open = False
        self.feed(b"")

    def _step(self) -> bytes | None:
        """Do one thing; None where there is nothing that it could do."""
        if self.stuck:
            return self._real_time_anywhere()
        head = self._waiting[:2]
        if head == b"\x10\x04":
            return self._take_question(0)
        if self._waiting.startswith(FORGET):
            self._waiting = self._waiting[len(FORGET) :]
            return b""
        if head == b"\x1b@":
            return self._skip(2)
        if head == b"\x1dr":
            self._waiting = self._waiting[3:]
            return b"" if self.never_done else bytes((3 if self.paper_low else 0,))
        if head == b"\x1dV":
            self.papers.append(self._paper())
            self.rows.clear()
            return self._skip(4)
        if head == b"\x1dv":
            return self._raster()
        assert len(self._waiting) < 2 or b"\x10\x05\x02".startswith(self._waiting), self._waiting[:20]
        return None

    def _raster(self) -> bytes | None:
        if len(self._waiting) < _ROW_HEADER:
            return None
        self._width_bytes = int.from_bytes(self._waiting[4:6], "little")
        height = int.from_bytes(self._waiting[6:8], "little")
        end = _ROW_HEADER + self._width_bytes * height
        if len(self._waiting) < end:
            return None
        for at in range(_ROW_HEADER, end, self._width_bytes):
            if len(self.rows) == self.fails_after_rows:
                setattr(self, self.fails_with, True)
                rest = (end - at) // self._width_bytes
                left = self._waiting[:6] + rest.to_bytes(2, "little") + self._waiting[at:]
                self._waiting, self.fails_after_rows = left, -1
                return b""
            self.rows.append(self._waiting[at : at + self._width_bytes])
        return self._skip(end)

    def _real_time_anywhere(self) -> bytes | None:
        at = self._waiting.find(FORGET)
        if at >= 0:
            self._waiting = self._waiting[at + len(FORGET) :]
            return b""
        # What it does not print it keeps; questions come behind that.
        at = self._waiting.rfind(b"\x10\x04")
        return self._take_question(at) if at >= 0 and len(self._waiting) == at + 3 else None

    def _take_question(self, at: int) -> bytes | None:
        if len(self._waiting) < at + 3:
            return None
        question = self._waiting[at + 2]
        self._waiting = self._waiting[:at] + self._waiting[at + 3 :]
        stopped = 0x20 if self.paper_out else 0
        bits = {
            1: 0x08 if self.stuck else 0,
            2: (0x04 if self.cover_open else 0) | stopped | (0x40 if self.broken else 0),
            3: 0x08 if self.broken else 0,
            4: (0x60 if self.paper_out else 0) | (0x0C if self.paper_low else 0),
        }[question]
        return bytes((0x12 | bits,))

    def _skip(self, count: int) -> bytes | None:
        if len(self._waiting) < count:
            return None
        self._waiting = self._waiting[count:]
        return b""

    def _paper(self) -> Image.Image:
        inked = Image.frombytes("1", (self._width_bytes * 8, len(self.rows)), b"".join(self.rows))
        return ImageChops.invert(inked)


@contextmanager
def on_network(printer: PaperPrinter, hangs_up_after: int = -1) -> Iterator[tuple[str, int]]:
    """Let a printer be reached by TCP; yield host and port. It may hang up after so many bytes, as when unplugged."""
    server = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        while True:
            connection, _ = server.accept()
            with connection:
                if ended.is_set():
                    return
                talk(connection, printer, hangs_up_after)

    thread = threading.Thread(target=serve, name="paper printer")
    thread.start()
    try:
        yield server.getsockname()
    finally:
        ended.set()
        socket.create_connection(server.getsockname()).close()
        thread.join()
        server.close()


def talk(connection: socket.socket, printer: PaperPrinter, hangs_up_after: int = -1) -> None:
    """Serve one connection until either side ends it."""
    taken = 0
    while hangs_up_after < 0 or taken < hangs_up_after:
        try:
            data = connection.recv(PIECE_BYTES)
            if not data:
                return
            taken += len(data)
            connection.sendall(printer.feed(data))
        except ConnectionError:
            return
