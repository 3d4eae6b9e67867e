"""
Worlds: servers within the server, each with a state and a behaviour of its own.

The default world lies at `/`, the world `w1` at `/w1` (control-plane 0.3).
"""

from dataclasses import dataclass, field

from mock_server.profiles import Profile
from mock_server.sessions import Sessions
from mock_server.settings import Settings
from mock_server.store import Store

DEFAULT = "default"


@dataclass(frozen=True, eq=False)
class World:
    """What every request to one mocked server shares."""

    store: Store
    settings: Settings
    name: str = DEFAULT
    sessions: Sessions = field(default_factory=Sessions)

    @property
    def profile(self) -> Profile:
        """The table of switches that this world behaves by."""
        return self.settings.profile

    def reset(self) -> None:
        """Return to the seed, with nobody logged in."""
        self.store.reset()
        self.sessions.clear()


class Worlds:
    """The worlds of one process, by name."""

    def __init__(self, default: World) -> None:
        """Begin with the default world, which never goes."""
        self.default = default

    def find(self, name: str) -> World | None:
        """Return the world `name`, if there is one."""
        return self.default if name == DEFAULT else None
