"""Whether the mock is ready, and with what."""

from mock_server.control.blueprint import control
from mock_server.gate.world import current_world
from mock_server.version import __version__


@control.get("/health")
def health() -> dict[str, object]:
    """GET /__mock/health: version, profile and counts (control-plane 3.6)."""
    here = current_world()
    state = here.store.state
    conversations = state.conversations
    return {
        "status": "healthy",
        "version": __version__,
        "profile": here.profile.name,
        "users": len(state.directory.users),
        "conversations": len(conversations),
        "messages": sum(len(each.messages) for each in conversations.values()),
    }
