"""Cuts a stream of bytes into the texts that a scanner sent."""

from typing import Final

from shared.domain.codes import MAX_TEXT_CHARACTERS

_MAX_LINE_BYTES: Final = 4 * MAX_TEXT_CHARACTERS
_ENDINGS: Final = bytes.maketrans(b"\r\t\x00\x03", b"\n\n\n\n")


class LineCutter:
    """Return complete lines from pieces of any size; a line without end is dropped, never kept growing."""

    def __init__(self) -> None:
        self._rest = b""
        self._overlong = False

    def feed(self, piece: bytes) -> list[str]:
        """Take the next bytes and return the lines that they complete, without endings, empty ones left out."""
        *complete, rest = (self._rest + piece.translate(_ENDINGS)).split(b"\n")
        if complete and self._overlong:
            complete, self._overlong = complete[1:], False
        if len(rest) > _MAX_LINE_BYTES:
            rest, self._overlong = b"", True
        self._rest = rest
        texts = [line.decode("utf-8", "replace").strip() for line in complete if len(line) <= _MAX_LINE_BYTES]
        return [text for text in texts if text]
