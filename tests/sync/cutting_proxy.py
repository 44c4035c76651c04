"""A line to PostgreSQL that breaks around a COMMIT: before it arrives, before or after its answer is there."""

import select
import socket
import threading
from contextlib import suppress
from enum import StrEnum
from typing import Final

RECEIVE_BYTES: Final = 65_536
PATIENCE_S: Final = 10
COMMIT: Final = b"COMMIT\0"


class Break(StrEnum):
    """Where the line breaks: the server never hears of the commit, hears of it alone, or has answered into the void."""

    BEFORE = "before"
    SENT = "sent"
    ANSWERED = "answered"


class CuttingProxy:
    """Listens on a port of its own and passes everything on to the server, until it is told to break.

    Frontend messages are a letter, a length of four bytes that counts itself, and a body; the first message of a
    connection has no letter (PostgreSQL, Message Formats). Connections must not ask for encryption.
    """

    def __init__(self, port: int) -> None:
        self._server_port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._lock = threading.Lock()
        self._armed: tuple[Break, int] | None = None
        self.broken = 0
        self._threads: list[threading.Thread] = []
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def url(self, url: str) -> str:
        """Return the URL of the same database through this line."""
        address, _, name = url.rpartition("/")
        account = address.rpartition(":")[0]
        return f"{account}:{self.port}/{name}?sslmode=disable&gssencmode=disable"

    def arm(self, where: Break, skip: int) -> None:
        """Break at a COMMIT, after so many others."""
        with self._lock:
            self._armed = (where, skip)

    def disarm(self) -> None:
        """Pass everything on again."""
        with self._lock:
            self._armed = None

    def close(self) -> None:
        """Listen no more; open connections end with their clients."""
        self._listener.close()
        self._acceptor.join(PATIENCE_S)
        for thread in self._threads:
            thread.join(PATIENCE_S)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                thread = threading.Thread(target=self._serve, args=(client,), daemon=True)
                thread.start()
                self._threads = [each for each in self._threads if each.is_alive()] + [thread]

    def _serve(self, client: socket.socket) -> None:
        address = ("127.0.0.1", self._server_port)
        with client, suppress(OSError), socket.create_connection(address, PATIENCE_S) as server:
            self._pass_on(client, server)

    def _pass_on(self, client: socket.socket, server: socket.socket) -> None:
        said, started = b"", False
        while True:
            ready, _, _ = select.select([client, server], [], [], PATIENCE_S)
            if not ready:
                return
            if server in ready:
                answer = server.recv(RECEIVE_BYTES)
                if not answer:
                    return
                client.sendall(answer)
            if client in ready:
                more = client.recv(RECEIVE_BYTES)
                if not more:
                    return
                said += more
                while (size := _message_size(said, started)) and len(said) >= size:
                    message, said, started = said[:size], said[size:], True
                    if self._breaks(message, server):
                        return

    def _breaks(self, message: bytes, server: socket.socket) -> bool:
        """Pass a message on as far as the line holds, and tell whether it broke."""
        where = self._is_broken_by(message)
        if where is not Break.BEFORE:
            server.sendall(message)
        if where is Break.ANSWERED:
            server.recv(RECEIVE_BYTES)
        return where is not None

    def _is_broken_by(self, message: bytes) -> Break | None:
        if message[:1] != b"Q" or message[5:] != COMMIT:
            return None
        with self._lock:
            if self._armed is None:
                return None
            where, skip = self._armed
            self._armed = (where, skip - 1) if skip else None
            self.broken += not skip
            return None if skip else where


def _message_size(said: bytes, started: bool) -> int:
    """Return how long the message is that begins here; 0 while too little of it has come."""
    letter = 1 if started else 0
    return letter + int.from_bytes(said[letter : letter + 4], "big") if len(said) >= letter + 4 else 0
