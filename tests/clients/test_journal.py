"""Every test here ends with a look into the journal, which must be able to fail."""

from __future__ import annotations

import pytest

from mock_server import connect
from tests.clients.client import Client
from tests.clients.journal import assert_no_request_went_astray

pytestmark = pytest.mark.clients


def test_request_that_goes_astray_is_noticed(app: Client) -> None:
    """A path that nothing serves is in the journal as unhandled."""
    world = connect(app.url)
    with pytest.raises(app.refusal):
        app.get("noSuchResource")

    with pytest.raises(AssertionError, match="noSuchResource"):
        assert_no_request_went_astray(world)

    world.requests.clear()


def test_what_a_client_sent_is_kept(app: Client) -> None:
    """The journal holds who asked for what, in the words of the engine."""
    app.inbox("read:eq:false")

    asked = connect(app.url).requests.last
    assert asked.operation == "messageConversations.list"
    assert asked.user == "admin"
