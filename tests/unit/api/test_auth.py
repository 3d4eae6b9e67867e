"""Credentials and the users they belong to (query.md 15)."""

from __future__ import annotations

from zlib import crc32

import pytest

from mock_server.api.auth import authenticated_user, session_user
from mock_server.domain.clock import real_time
from mock_server.domain.errors import MockServerError
from mock_server.domain.model import User
from mock_server.domain.state import Directory
from mock_server.sessions import Sessions
from mock_server.wire.errors import (
    AnonymousError,
    MalformedTokenError,
    NotAuthenticatedError,
    TokenRefusedError,
)


def token(body: str) -> str:
    """Return a token of the older kind, its checksum in decimal."""
    return f"d2pat_{body}{crc32(body.encode()):010d}"


MIAS = token("M" * 32)
NEW = f"d2p_{'n' * 44}1A2b3C"
DAGS = token("D" * 32)
MIA = User("MiaPlainU01", "mia", "district", "Mia", "Kamara", tokens=(MIAS, NEW))
DAG = User("DagGone0001", "dag", "x", "Dag", "Vik", disabled=True, tokens=(DAGS,))
DIRECTORY = Directory(users={each.uid: each for each in (MIA, DAG)})


class TestTokens:
    """`Authorization: ApiToken`."""

    @pytest.mark.parametrize("header", [f"ApiToken {MIAS}", f"apitoken  {NEW}"])
    def test_seeded_token_is_its_owners(self, header: str) -> None:
        """Tokens of both kinds let their owner in, the scheme in any case."""
        assert authenticated_user(DIRECTORY, header) is MIA

    @pytest.mark.parametrize(
        ("text", "error", "reason"),
        [
            ("bad", MalformedTokenError, "Api token is malformed"),
            ("", MalformedTokenError, "Api token is malformed"),
            (f"{MIAS}1", MalformedTokenError, "Api token is malformed"),
            (
                f"d2pat_{'M' * 32}0000000000",
                MalformedTokenError,
                "Checksum validation failed",
            ),
            (token("X" * 32), TokenRefusedError, "The API token does not exists"),
            (f"d2p_{'x' * 50}", TokenRefusedError, "The API token does not exists"),
            (
                DAGS,
                TokenRefusedError,
                "The API token is disabled, locked or 2FA is enabled.",
            ),
        ],
    )
    def test_other_token_is_refused(
        self, text: str, error: type[MockServerError], reason: str
    ) -> None:
        """A refusal says what is wrong with the token."""
        with pytest.raises(error) as refusal:
            authenticated_user(DIRECTORY, f"ApiToken {text}")

        assert refusal.value.facts == {"reason": reason}


class TestSessions:
    """The cookie."""

    def test_session_is_its_users(self) -> None:
        """A session lets in the user who opened it, and is kept for the next."""
        sessions = Sessions(real_time)

        opened = sessions.open(MIA.uid)

        assert session_user(DIRECTORY, sessions, opened) is MIA
        assert sessions.open(MIA.uid) == opened

    def test_session_of_disabled_user_is_refused(self) -> None:
        """Who is disabled meanwhile is told so."""
        sessions = Sessions(real_time)

        with pytest.raises(NotAuthenticatedError) as refusal:
            session_user(DIRECTORY, sessions, sessions.open(DAG.uid))

        assert refusal.value.facts == {"reason": "Account disabled"}

    def test_session_of_missing_user_is_nobodys(self) -> None:
        """A user who is not in the directory any more has no session."""
        sessions = Sessions(real_time)

        with pytest.raises(AnonymousError):
            session_user(DIRECTORY, sessions, sessions.open("GoneUser001"))

    def test_closing_twice_is_no_matter(self) -> None:
        """An ended session stays ended."""
        sessions = Sessions(real_time)
        opened = sessions.open(MIA.uid)

        sessions.close(opened)
        sessions.close(opened)

        assert sessions.user(opened) is None
