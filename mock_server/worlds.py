"""A world: one state with the profile that answers about it."""

from dataclasses import dataclass

from mock_server.profiles import Profile
from mock_server.settings import Settings
from mock_server.store import Store


@dataclass(frozen=True)
class World:
    """What every request of one mocked server shares."""

    store: Store
    settings: Settings

    @property
    def profile(self) -> Profile:
        """The table of switches that this world behaves by."""
        return self.settings.profile
