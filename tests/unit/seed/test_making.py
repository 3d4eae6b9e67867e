"""Made seeds: repeatable, sound, and like an inbox (seed/making.py)."""

from __future__ import annotations

from collections import Counter

import pytest

from mock_server.domain.enums import MessageType
from mock_server.seed import parse_seed
from mock_server.seed.making import Size, make_seed


class TestMake:
    """What comes of a size and a number."""

    @pytest.mark.parametrize(
        "size", [Size(1, 0), Size(1, 20), Size(2, 20), Size(30, 200)], ids=str
    )
    def test_made_seed_is_sound(self, size: Size) -> None:
        """Whatever the size, the seed passes every check and has that size."""
        state = parse_seed(make_seed(size)).state

        assert len(state.directory.users) == size.users
        assert len(state.conversations) == size.conversations

    def test_same_number_makes_same_seed(self) -> None:
        """Size and number decide every byte; another number makes another seed."""
        size = Size(10, 50)

        assert make_seed(size, 7) == make_seed(size, 7)
        assert make_seed(size, 7) != make_seed(size, 8)

    def test_server_goes_on_with_the_uids(self) -> None:
        """The first uid that the server makes is not among those of the seed."""
        document = make_seed(Size(5, 10), 7)
        state = parse_seed(document).state

        used = state.uids_in_use() | state.directory.users.keys()
        assert state.random_seed == 7
        assert state.uids_made > len(used)

    def test_administrator_comes_first(self) -> None:
        """There is always somebody who may do everything."""
        document = make_seed(Size(3, 0))

        first = document["users"][0]
        assert first["username"] == "admin"
        assert document["userRoles"][0]["authorities"] == ["ALL"]
        assert first["userRoles"] == [document["userRoles"][0]["id"]]

    def test_inbox_has_everything(self) -> None:
        """There is every kind, talks of one message and of many, read and unread."""
        state = parse_seed(make_seed(Size(30, 500))).state

        talks = list(state.conversations.values())
        kinds = Counter(each.message_type for each in talks)
        lengths = {len(each.messages) for each in talks}
        flags = {row.read for each in talks for row in each.user_messages.values()}
        assert kinds.keys() == set(MessageType) - {MessageType.SYSTEM_VERSION_UPDATE}
        assert kinds.most_common(1)[0][0] is MessageType.PRIVATE
        assert {1, 2, 5} <= lengths
        assert flags == {True, False}
        assert any(message.internal for each in talks for message in each.messages)
