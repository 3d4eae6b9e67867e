"""What a server, and each world of it, is started with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mock_server.profiles import Profile

LOCAL_ORIGINS = (
    *("http://localhost:*", "https://localhost:*"),
    *("http://127.0.0.1:*", "https://127.0.0.1:*"),
)


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
    strict: bool = False
    """Whether answers go without what no real server sends, as `X-Mock-Reason`."""
