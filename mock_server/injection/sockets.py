"""
The client's connection, found behind the server's back.

WSGI gives no socket, but most servers give the client's address, and a process can
look through its descriptors for the socket with that peer. Works on Linux and macOS;
elsewhere, and on servers without REMOTE_PORT, there is no connection to be had.
"""

import os
import select
import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_DESCRIPTORS = (Path("/proc/self/fd"), Path("/dev/fd"))
_NO_LINGER = struct.pack("ii", 1, 0)
_GONE = getattr(select, "POLLRDHUP", 0) | select.POLLHUP | select.POLLERR
_SEND_SECONDS = 5


class Connection(Protocol):
    """What a fault can do to the line to a client."""

    def reset(self) -> None:
        """Cut it: the client sees RST."""

    def finish(self, data: bytes = b"") -> None:
        """Send these bytes and nothing more: the client sees FIN."""

    def is_closed(self) -> bool:
        """Say whether the client has hung up."""


class InProcess:
    """No line at all: a test client calls the application itself."""

    def reset(self) -> None:
        """Raise what a client would raise."""
        message = "the fault cut the connection"
        raise ConnectionResetError(message)

    def finish(self, data: bytes = b"") -> None:  # noqa: ARG002 - nobody reads them
        """Raise the same: there is nobody to read bytes that are no answer."""
        self.reset()

    def is_closed(self) -> bool:
        """Say no: who calls a function waits for it."""
        return False


class Descriptor:
    """The socket of this process that leads to the client."""

    def __init__(self, number: int) -> None:
        """Take the descriptor, which stays the server's own."""
        self.number = number

    def reset(self) -> None:
        """
        Cut the line so that the kernel forgets what it had to send.

        Closing the server's socket object does not do: others hold the descriptor.
        So a dead socket takes its place, and the last one to hold the real one is here.
        """
        line = socket.socket(fileno=os.dup(self.number))
        dead, other_end = socket.socketpair()
        with line, dead, other_end:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
            os.dup2(dead.fileno(), self.number)

    def finish(self, data: bytes = b"") -> None:
        """Send `data`, then end the line; what the server writes after goes nowhere."""
        with socket.socket(fileno=os.dup(self.number)) as line, suppress(OSError):
            line.settimeout(_SEND_SECONDS)
            line.sendall(data)
            line.shutdown(socket.SHUT_RDWR)

    def is_closed(self) -> bool:
        """Ask the kernel, without waiting."""
        poll = select.poll()
        poll.register(self.number, _GONE)
        return any(events & _GONE for _, events in poll.poll(0))


def connection_of(environ: "WSGIEnvironment") -> Connection | None:
    """Return the line that a request came by, `None` where none can be had."""
    if "REMOTE_PORT" not in environ:
        return None if "SERVER_SOFTWARE" in environ else InProcess()
    number = _descriptor(environ)
    return None if number is None else Descriptor(number)


def _descriptor(environ: "WSGIEnvironment") -> int | None:
    peer = (environ["REMOTE_ADDR"], int(environ["REMOTE_PORT"]))
    found = {
        number: here for number, here, there in _open_sockets() if there[:2] == peer
    }
    for number, here in found.items():
        if str(here[1]) == environ.get("SERVER_PORT"):
            return number
    return next(iter(found), None)


def _open_sockets() -> Iterator[tuple[int, tuple[object, ...], tuple[object, ...]]]:
    """Go through the connected sockets: number, own name and peer's name of each."""
    for number in _open_descriptors():
        with suppress(OSError):
            here, there = _names(number)
            if isinstance(there, tuple) and isinstance(here, tuple):
                yield number, here, there


def _names(number: int) -> tuple[object, object]:
    """
    Ask a socket for its names without opening it a second time.

    A copy would have the names as well: another thread could take it for the line
    itself, and cut whatever has that number once the copy is closed.
    """
    line = socket.socket(fileno=number)
    try:
        return line.getsockname(), line.getpeername()
    finally:
        line.detach()


def _open_descriptors() -> list[int]:
    for folder in _DESCRIPTORS:
        with suppress(OSError):
            return [int(each) for each in os.listdir(folder)]  # noqa: PTH208 - names
    return []
