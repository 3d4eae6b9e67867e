"""
The kinds of value a seed holds, each with its wording of what is wrong.

The wording follows the value in a message; it never repeats the value, which may be
a password.
"""

from mock_server.schemas.seed_fields.base import Kind, Part, Rows
from mock_server.schemas.seed_fields.numbers import (
    Count,
    Duration,
    Flag,
    Instant,
    Moment,
    Version,
    Whole,
)
from mock_server.schemas.seed_fields.objects import (
    AccessMap,
    Free,
    Lists,
    Settings,
    Switches,
    Translations,
)
from mock_server.schemas.seed_fields.texts import (
    Access,
    Choice,
    Content,
    FilePath,
    Name,
    ProfileName,
    Reference,
    Subject,
    Text,
    Token,
    Uid,
)

__all__ = [
    "Access",
    "AccessMap",
    "Choice",
    "Content",
    "Count",
    "Duration",
    "FilePath",
    "Flag",
    "Free",
    "Instant",
    "Kind",
    "Lists",
    "Moment",
    "Name",
    "Part",
    "ProfileName",
    "Reference",
    "Rows",
    "Settings",
    "Subject",
    "Switches",
    "Text",
    "Token",
    "Translations",
    "Uid",
    "Version",
    "Whole",
]
