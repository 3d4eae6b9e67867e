"""
Making seeds of any size: the same sizes and number always make the same seed.

What is made looks like a country's inbox: many short private talks and few long ones,
tickets at every stage, validation results and system messages that nobody answers.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any, TypeAlias

from mock_server.domain.uid import uid_at
from mock_server.seed import phrases

Row: TypeAlias = dict[str, Any]
Watched: TypeAlias = Callable[[Iterable[int]], Iterable[int]]
"""Passes numbers on, perhaps to show how far they have come."""

PASSWORD = "district"  # noqa: S105 - of everybody in a made seed, as in the default one

_NOW = datetime(2026, 1, 5, 8)  # noqa: DTZ001 - naive UTC, as in every seed
_SPAN_MINUTES = 730 * 24 * 60
_MANAGERS = 3
_GROUP_SIZE = 12
_FACILITIES_PER_DISTRICT = 8
_USERS_PER_FACILITY = 10

_KINDS = ("PRIVATE", "TICKET", "VALIDATION_RESULT", "SYSTEM")
_SHARES = (62, 14, 16, 8)
_STATUSES = ("OPEN", "PENDING", "INVALID", "SOLVED")
_STATUS_SHARES = (35, 20, 5, 40)


@dataclass(frozen=True)
class Size:
    """How much there is to be in a seed."""

    users: int = 20
    conversations: int = 100


def make_seed(size: Size, number: int = 42, watched: Watched = iter) -> Row:
    """Return the seed of this size that `number` stands for, as a document."""
    return _Maker(number).seed(size, watched)


class _Maker:
    """One making: its chance, and the uids given so far, which the server goes on."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.chance = Random(number)  # noqa: S311 - repeatable, not secret
        self.uids_made = 0

    def seed(self, size: Size, watched: Watched) -> Row:
        roles = [
            {"id": self.uid(), "name": "Superuser", "authorities": ["ALL"]},
            {"id": self.uid(), "name": "Data entry", "authorities": []},
        ]
        units = list(self.units(size.users))
        users = list(self.users(size.users, roles, units))
        managers = [user["id"] for user in users[:_MANAGERS]]
        groups = list(self.groups(users, managers))
        uids = [user["id"] for user in users]
        conversations = [
            self.conversation(uids, managers)
            for _ in watched(range(size.conversations))
        ]
        return {
            "format": 1,
            "randomSeed": self.number,
            "progress": {"uidsMade": self.uids_made},
            "system": {"feedbackRecipients": groups[0]["id"]},
            "userRoles": roles,
            "users": users,
            "userGroups": groups,
            "organisationUnits": units,
            "messageConversations": conversations,
        }

    def uid(self) -> str:
        uid = uid_at(self.number, self.uids_made)
        self.uids_made += 1
        return uid

    def units(self, users: int) -> Iterator[Row]:
        """Give a country, its districts, and a facility for every few users."""
        country = {"id": self.uid(), "name": "Sierra Leone"}
        yield country
        facilities = -(-users // _USERS_PER_FACILITY)
        district: Row = {}
        for at in range(facilities):
            if at % _FACILITIES_PER_DISTRICT == 0:
                name = phrases.district(at // _FACILITIES_PER_DISTRICT)
                district = {"id": self.uid(), "name": name, "parent": country["id"]}
                yield district
            name = phrases.facility(at)
            yield {"id": self.uid(), "name": name, "parent": district["id"]}

    def users(self, count: int, roles: list[Row], units: list[Row]) -> Iterator[Row]:
        """Give the administrator, then people who enter data."""
        for at in range(count):
            first, last = phrases.person(self.chance)
            username = "admin" if at == 0 else f"{first[0]}{last}{at}".lower()
            unit = units[0] if at == 0 else self.chance.choice(units)
            yield {
                "id": self.uid(),
                "username": username,
                "password": PASSWORD,
                "firstName": first,
                "surname": last,
                "email": f"{username}@example.org",
                "phoneNumber": f"+23276{at:06}",
                "userRoles": [roles[0 if at == 0 else 1]["id"]],
                "organisationUnits": [unit["id"]],
                "created": _text(_NOW - timedelta(days=900)),
                "settings": {"keyMessageEmailNotification": at % 3 == 0},
            }

    def groups(self, users: list[Row], managers: list[str]) -> Iterator[Row]:
        """Give the feedback recipients, then groups of a dozen."""
        yield {"id": self.uid(), "name": phrases.FEEDBACK_GROUP, "users": managers}
        everybody = iter(users)
        number = 0
        while some := [each["id"] for each in islice(everybody, _GROUP_SIZE)]:
            yield {"id": self.uid(), "name": phrases.group(number), "users": some}
            number += 1

    def conversation(self, users: list[str], managers: list[str]) -> Row:
        kind = self.chance.choices(_KINDS, _SHARES)[0]
        begun = _NOW - timedelta(minutes=int(_SPAN_MINUTES * self.chance.random() ** 2))
        if kind == "PRIVATE":
            return self.private(begun, users)
        if kind == "TICKET":
            return self.ticket(begun, users, managers)
        return self.notice(kind, begun, users)

    def private(self, begun: datetime, users: list[str]) -> Row:
        """Two people or a few, who write by turns."""
        people = self.people(users, 2 + int(self.chance.expovariate(0.9)))
        talk = self.talk(begun, people, int(self.chance.expovariate(0.5)))
        subject = phrases.subject(self.chance)
        return self.whole("PRIVATE", subject, people, talk)

    def ticket(self, begun: datetime, users: list[str], managers: list[str]) -> Row:
        """Somebody asks the managers, who answer and talk behind his back."""
        asking = self.chance.choice(users)
        people = list(dict.fromkeys([asking, *managers]))
        talk = self.talk(begun, people, int(self.chance.expovariate(0.6)))
        for message in talk[1:]:
            if message["sender"] in managers and self.chance.random() < 0.25:  # noqa: PLR2004
                message["internal"] = True
        more = {
            "status": self.chance.choices(_STATUSES, _STATUS_SHARES)[0],
            "priority": self.chance.choice(("NONE", "LOW", "MEDIUM", "HIGH")),
        }
        if self.chance.random() < 0.5:  # noqa: PLR2004 - half of them are somebody's
            more["assignee"] = self.chance.choice(managers)
        return self.whole("TICKET", phrases.problem(self.chance), people, talk) | more

    def notice(self, kind: str, begun: datetime, users: list[str]) -> Row:
        """Let the server itself write once; nobody answers."""
        people = self.people(users, 1 + int(self.chance.expovariate(0.6)))
        importance = self.chance.choice(("LOW", "MEDIUM", "HIGH"))
        subject, text = phrases.notice(kind, importance, begun.date(), self.chance)
        talk = [{"id": self.uid(), "text": text, "created": _text(begun)}]
        row = self.whole(kind, subject, people, talk)
        if kind == "VALIDATION_RESULT":
            row |= {"status": "OPEN", "priority": importance}
        return row

    def people(self, users: list[str], wanted: int) -> list[str]:
        return self.chance.sample(users, min(len(users), wanted))

    def talk(self, begun: datetime, people: list[str], replies: int) -> list[Row]:
        """Let the first of `people` begin, then whoever has something to say."""
        messages = []
        at, sender = begun, people[0]
        for number in range(1 + replies):
            messages.append(
                {
                    "id": self.uid(),
                    "sender": sender,
                    "text": phrases.message(self.chance, first=number == 0),
                    "created": _text(at),
                    "metaData": phrases.agent(self.chance),
                }
            )
            at += timedelta(minutes=1 + int(self.chance.expovariate(1 / 240)))
            sender = self.chance.choice(people)
        return messages

    def whole(self, kind: str, subject: str, people: list[str], talk: list[Row]) -> Row:
        """Return the conversation of these messages, the last of which counts."""
        last = talk[-1]
        row = {
            "id": self.uid(),
            "subject": subject,
            "messageType": kind,
            "created": talk[0]["created"],
            "lastUpdated": last["created"],
            "lastMessage": last["created"],
            "messages": talk,
            "userMessages": [
                {
                    "user": user,
                    "read": user == last.get("sender") or self.chance.random() < 0.7,  # noqa: PLR2004
                    "followUp": self.chance.random() < 0.06,  # noqa: PLR2004
                }
                for user in people
            ],
        }
        if "sender" in last:
            row |= {"createdBy": talk[0]["sender"], "lastSender": last["sender"]}
        return row


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
