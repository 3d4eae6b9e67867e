"""What a server and a world may be made with, and seeds in all their forms."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from ssl import SSLContext
from typing import Any, TypeAlias, TypedDict


class OptionError(ValueError):
    """What somebody chose is nothing that there can be."""


SeedChoice: TypeAlias = str | Path | Mapping[str, Any]
"""A seed's name, where a file or folder is, or a whole seed document."""


class WorldOptions(TypedDict, total=False):
    """How one world begins; what is left out is as the server has it."""

    seed: SeedChoice | None
    profile: str | None
    now: date | str | None
    """Where its clock stands still."""
    random_seed: int | None
    """What its ids are drawn from."""
    strict: bool | None
    """
    Whether answers go without what no real server sends.

    A test that begins its world so also fails for what it left undone, see `Watch`.
    """


class ServerOptions(WorldOptions, total=False):
    """How a server begins; the options of a world are those of its default one."""

    host: str
    port: int
    """0 is a free one."""
    ssl_context: SSLContext
    """A server's, with its certificate: the server speaks TLS alone."""
