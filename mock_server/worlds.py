"""A world: one state with the profile that answers about it."""

from dataclasses import dataclass, field

from mock_server.profiles import Profile
from mock_server.sessions import Sessions
from mock_server.settings import Settings
from mock_server.store import Store


@dataclass(frozen=True)
class World:
    """What every request of one mocked server shares."""

    store: Store
    settings: Settings
    sessions: Sessions = field(default_factory=Sessions)

    @property
    def profile(self) -> Profile:
        """The table of switches that this world behaves by."""
        return self.settings.profile

    def reset(self) -> None:
        """Return to the seed, with nobody logged in."""
        self.store.reset()
        self.sessions.clear()
