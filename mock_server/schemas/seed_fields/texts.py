"""The kinds of value that are strings, but for moments."""

import re
from base64 import b64decode, b64encode
from enum import StrEnum
from typing import Any

from mock_server.domain.tokens import flaw
from mock_server.domain.uid import is_uid
from mock_server.profiles import PROFILES
from mock_server.schemas.json_schema import Shape
from mock_server.schemas.seed_fields.base import Kind, require

_ACCESS = re.compile(r"[r-][w-][r-][w-]-{4}")
_SUBJECT_LENGTH = 255
_UID = "^[A-Za-z][A-Za-z0-9]{10}$"


class Text(Kind):
    """A string, perhaps an empty one."""

    wrong = "is not a string"

    def read(self, value: Any) -> Any:
        """Take strings only."""
        require(isinstance(value, str))
        return value

    def shape(self) -> Shape:
        """Allow any string."""
        return {"type": "string"}


class Name(Text):
    """A string that says something."""

    wrong = "is not a string with something in it"

    def read(self, value: Any) -> Any:
        """Refuse what is blank."""
        require(super().read(value).strip())
        return value

    def shape(self) -> Shape:
        """Allow anything but blanks."""
        return {"type": "string", "pattern": r"\S"}


class Subject(Name):
    """A subject, as long as the column of DHIS2 allows."""

    wrong = f"is not a string of 1 to {_SUBJECT_LENGTH} characters"

    def read(self, value: Any) -> Any:
        """Refuse what is too long."""
        require(len(super().read(value)) <= _SUBJECT_LENGTH)
        return value

    def shape(self) -> Shape:
        """Allow as long as that."""
        return {**super().shape(), "maxLength": _SUBJECT_LENGTH}


class ProfileName(Text):
    """The name of one of the profiles."""

    wrong = f"is not one of {', '.join(PROFILES)}"

    def read(self, value: Any) -> Any:
        """Look the profile up."""
        require(super().read(value) in PROFILES)
        return value

    def shape(self) -> Shape:
        """Allow one of those there are."""
        return {"enum": list(PROFILES)}


class Uid(Text):
    """An object's own id."""

    wrong = "is not a uid; a letter and ten letters or digits make one"

    def read(self, value: Any) -> Any:
        """Refuse what is malformed."""
        require(is_uid(super().read(value)))
        return value

    def shape(self) -> Shape:
        """Allow eleven letters and digits."""
        return {"type": "string", "pattern": _UID}


class Reference(Text):
    """Another object's id, as a string or as `{"id": …}`; whose, is checked later."""

    wrong = 'is not a reference; write "uid" or {"id": "uid"}'

    def read(self, value: Any) -> Any:
        """Return the id in either spelling."""
        if isinstance(value, dict) and list(value) == ["id"]:
            return super().read(value["id"])
        return super().read(value)

    def shape(self) -> Shape:
        """Allow both spellings."""
        return {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {"id": {"type": "string"}},
                    "required": ["id"],
                    "additionalProperties": False,
                },
            ]
        }


class Token(Text):
    """A personal access token with its checksum (query.md 15)."""

    wrong = (
        "is not a token; write d2pat_, 32 letters or digits and their CRC32 as ten"
        " decimal digits"
    )

    def read(self, value: Any) -> Any:
        """Check the checksum."""
        require(flaw(super().read(value)) is None)
        return value

    def shape(self) -> Shape:
        """Allow all but the checksum."""
        return {"type": "string", "pattern": "^d2p(at)?_[A-Za-z0-9]+$"}


class Access(Text):
    """An access string of a sharing."""

    wrong = "is not an access string; write it like r------- or rw------"

    def read(self, value: Any) -> Any:
        """Check the eight places."""
        require(_ACCESS.fullmatch(super().read(value)))
        return value

    def shape(self) -> Shape:
        """Allow the eight places."""
        return {"type": "string", "pattern": f"^{_ACCESS.pattern}$"}


class Content(Text):
    """The bytes of a file."""

    wrong = "is not base64; blanks and line breaks are not allowed"

    def read(self, value: Any) -> Any:
        """Return the bytes."""
        return b64decode(super().read(value), validate=True)

    def write(self, value: Any) -> Any:
        """Return the bytes in base64."""
        return b64encode(value).decode()

    def shape(self) -> Shape:
        """Allow base64."""
        return {"type": "string", "contentEncoding": "base64"}


class FilePath(Text):
    """Where the bytes of a file lie, which is resolved before a seed is checked."""

    wrong = (
        "is for a seed that lies in files, and instead of content; put the bytes into"
        " content, in base64"
    )

    def read(self, value: Any) -> Any:  # noqa: ARG002 - whatever it is
        """Refuse what is still there."""
        raise ValueError

    def shape(self) -> Shape:
        """Allow a path, relative to the seed."""
        return {"type": "string"}


class Choice(Text):
    """One value of a closed set."""

    def __init__(self, enum: type[StrEnum], **options: Any) -> None:
        """Allow the values of `enum`."""
        super().__init__(**options)
        self._enum = enum
        self.wrong = f"is not one of {', '.join(enum)}"

    def read(self, value: Any) -> Any:
        """Return the member."""
        return self._enum(super().read(value))

    def write(self, value: Any) -> Any:
        """Return the plain string."""
        return value.value

    def shape(self) -> Shape:
        """Allow the same values."""
        return {"enum": [each.value for each in self._enum]}
