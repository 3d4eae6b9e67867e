"""What a server, and each world of it, is started with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from mock_server.domain.outbox import OUTBOX_SIZE
from mock_server.profiles import Profile

LOCAL_ORIGINS = (
    *("http://localhost:*", "https://localhost:*"),
    *("http://127.0.0.1:*", "https://127.0.0.1:*"),
)

LARGEST_NUMBER = 2**53 - 1
"""The largest whole number that JSON readers of any language can hold."""
LONGEST_LATENCY = 600_000
"""Milliseconds."""
LARGEST_JOURNAL = 1_000_000
LARGEST_OUTBOX = 1_000_000
LARGEST_KEPT_BODY = 64 * 1024 * 1024

_SCHEMES = ("http", "https")


class MailServer(NamedTuple):
    """Where e-mails are really handed over."""

    host: str
    port: int

    def __str__(self) -> str:
        """Return both as an option names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


@dataclass(frozen=True)
class Settings:
    """Choices made at the start; a world may later put others in their place."""

    profile: Profile | None = None
    """`None` is the profile that the seed names, else `documented`."""
    switches: Mapping[str, object] = field(default_factory=dict)
    """Switches of the profile that are set alone."""
    seed: Path | None = None
    """A seed folder or file; `None` is the seed that comes with the package."""
    external_url: str | None = None
    """What links start with where the request's own host is not to be used."""
    cors_allowlist: tuple[str, ...] = LOCAL_ORIGINS
    """Origins that may call from a browser; `*` stands for any port or host."""
    admin: bool = True
    """Whether there is a control plane at all."""
    admin_token: str | None = field(default=None, repr=False)
    """What the control plane wants as a bearer token; `None` wants nothing."""
    world_limit: int = 200
    """How many worlds there may be beside the default one."""
    world_idle_seconds: float = 3600
    """How long a world that nobody asks stays; 0 is for ever."""
    snapshot_limit: int = 100
    """How many snapshots a world keeps."""
    smtp: MailServer | None = None
    """Who gets the e-mails of the outbox; `None` is nobody."""
    strict: bool = False
    """Whether answers go without what no real server sends, as `X-Mock-Reason`."""
    latency_milliseconds: int = 0
    """How much later every request to the API is answered."""
    random_seed: int | None = None
    """What uids and chance come from; `None` is what the seed says."""
    journal_size: int = 1000
    """How many requests the journal keeps; older ones go."""
    journal_body_bytes: int = 65_536
    """How much of each body the journal keeps."""
    outbox_size: int = OUTBOX_SIZE
    """How many e-mails and SMS the outbox keeps; older ones go."""


def is_web_address(text: str) -> bool:
    """Say whether `text` is a URL that links can start with."""
    try:
        parts = urlsplit(text)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    extras = set("?#@ ").intersection(text)
    return has_host and not extras and parts.scheme in _SCHEMES and text.isprintable()
