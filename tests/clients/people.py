"""The people of the default seed who take part."""

from __future__ import annotations

from tests.clients.client import Person

ADMIN = Person(
    "xE7jOejl9FI", "admin", "d2pat_AdminOfTheDhis2MockServer00000013772244025"
)
MOBILE = Person(
    "PhzytPW3g2J", "mobile", "d2pat_MobileOfTheDhis2MockServer0000013808295976"
)
