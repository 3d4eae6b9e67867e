"""
Who stands in a disguised seed for whom: people nobody could take for real ones.

A person follows from his uid alone, so he is the same in every seed; only where two
would share a username, the second gets a number.
"""

from collections.abc import Iterable
from random import Random
from typing import NamedTuple

_FIRST_NAMES = (
    *("Agate", "Amber", "Basalt", "Beryl", "Cobalt", "Coral", "Flint", "Garnet"),
    *("Granite", "Indigo", "Ivory", "Jade", "Jasper", "Marble", "Ochre", "Olive"),
    *("Onyx", "Opal", "Pearl", "Russet", "Saffron", "Sepia", "Slate", "Topaz"),
)
_SURNAMES = (
    *("Avocet", "Bittern", "Bulbul", "Bunting", "Cormorant", "Curlew", "Dunlin"),
    *("Egret", "Fulmar", "Gannet", "Godwit", "Hoopoe", "Ibis", "Lapwing", "Oriole"),
    *("Osprey", "Pipit", "Plover", "Puffin", "Sandpiper", "Siskin", "Turnstone"),
    *("Wagtail", "Whimbrel"),
)
_MAIL_DOMAIN = "example.org"
_NO_COUNTRY = "+999"
"""No country has this calling code, so nobody has such a number."""


class Pseudonym(NamedTuple):
    """What is told of somebody in place of the truth."""

    username: str
    first_name: str
    surname: str
    email: str
    phone_number: str


def pseudonyms(uids: Iterable[str]) -> dict[str, Pseudonym]:
    """Return who stands for the user of each uid; no two share a username."""
    found: dict[str, Pseudonym] = {}
    taken: set[str] = set()
    for uid in sorted(uids):
        chance = Random(uid)  # noqa: S311 - repeatable, not secret
        first, last = chance.choice(_FIRST_NAMES), chance.choice(_SURNAMES)
        phone = f"{_NO_COUNTRY}{chance.randrange(10**8):08}"
        username = _free(f"{first}.{last}".lower(), taken)
        taken.add(username)
        email = f"{username}@{_MAIL_DOMAIN}"
        found[uid] = Pseudonym(username, first, last, email, phone)
    return found


def _free(wanted: str, taken: set[str]) -> str:
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}{number}"
    return name
