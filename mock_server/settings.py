"""What a server is started with, from arguments or from the environment."""

from dataclasses import dataclass, field
from pathlib import Path

from mock_server.profiles import PROFILES, Profile

LOCAL_ORIGINS = ("http://localhost:*", "http://127.0.0.1:*")


@dataclass(frozen=True)
class Settings:
    """The choices made at the start; none of them changes while the server runs."""

    profile: Profile = field(default_factory=lambda: PROFILES["documented"])
    seed: Path | None = None
    """A seed folder or file; `None` is the seed that comes with the package."""
    external_url: str | None = None
    """What links start with where the request's own host is not to be used."""
    cors_allowlist: tuple[str, ...] = LOCAL_ORIGINS
    """Origins that may call from a browser; `*` stands for any port or host."""
