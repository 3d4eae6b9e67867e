"""The kinds of value in a seed: what is accepted, what is refused and how."""

from datetime import datetime
from typing import Any

import pytest
from marshmallow import ValidationError, missing

from mock_server.domain.enums import MessageType
from mock_server.schemas import seed_fields as kinds

TOKEN = "d2pat_AdminOfTheDhis2MockServer00000013772244025"


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (kinds.Text(), "", ""),
        (kinds.Name(), "a", "a"),
        (kinds.Subject(), "s" * 255, "s" * 255),
        (kinds.ProfileName(), "2.43", "2.43"),
        (kinds.Uid(), "a1234567890", "a1234567890"),
        (kinds.Reference(), {"id": "x"}, "x"),
        (kinds.Token(), TOKEN, TOKEN),
        (kinds.Access(), "rw------", "rw------"),
        (kinds.Flag(), False, False),
        (kinds.Whole(), 0, 0),
        (kinds.Version(), 1, 1),
        (
            kinds.Instant(),
            "2014-02-03T09:00:00.120",
            datetime(2014, 2, 3, 9, 0, 0, 120_000),  # noqa: DTZ001 - naive UTC
        ),
        (kinds.Content(), "YQ==", b"a"),
        (kinds.Choice(MessageType), "TICKET", MessageType.TICKET),
        (kinds.Free(), {"any": [1]}, {"any": [1]}),
        (kinds.AccessMap(), {"x": "r-------"}, {"x": "r-------"}),
        (kinds.Rows(kinds.Text()), ["a"], ["a"]),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, kinds.Kind) else "",
)
def test_right_value_is_read(kind: Any, value: object, expected: object) -> None:
    """Each kind of value is read into what the records hold."""
    result = kind.deserialize(value)

    assert result == expected


@pytest.mark.parametrize(
    ("kind", "value", "wording"),
    [
        (kinds.Text(), 1, "is not a string"),
        (kinds.Text(), None, "is not allowed here"),
        (kinds.Text(required=True), missing, "is required"),
        (kinds.Name(), " ", "is not a string with something in it"),
        (kinds.Subject(), "s" * 256, "is not a string of 1 to 255 characters"),
        (
            kinds.ProfileName(),
            "2.40",
            "is not one of documented, 2.41, 2.42, 2.43",
        ),
        (
            kinds.Uid(),
            "1234567890a",
            "is not a uid; a letter and ten letters or digits make one",
        ),
        (
            kinds.Reference(),
            {"id": "x", "name": "y"},
            'is not a reference; write "uid" or {"id": "uid"}',
        ),
        (
            kinds.Token(),
            TOKEN[:-1] + "6",
            (
                "is not a token; write d2pat_, 32 letters or digits and their CRC32 as"
                " ten decimal digits"
            ),
        ),
        (
            kinds.Access(),
            "rw",
            "is not an access string; write it like r------- or rw------",
        ),
        (kinds.Flag(), 1, "is not true or false"),
        (kinds.Whole(), True, "is not a whole number"),
        (kinds.Version(), 2, "is not a known format; allowed: 1"),
        (
            kinds.Instant(),
            "2014-02-30T09:00:00.000",
            "is not a moment; write it like 2014-02-03T09:00:00.000",
        ),
        (
            kinds.Instant(),
            "2014-02-03",
            "is not a moment; write it like 2014-02-03T09:00:00.000",
        ),
        (
            kinds.Content(),
            "YQ==\n",
            "is not base64; blanks and line breaks are not allowed",
        ),
        (
            kinds.Choice(MessageType),
            "LETTER",
            (
                "is not one of PRIVATE, SYSTEM, VALIDATION_RESULT, TICKET,"
                " SYSTEM_VERSION_UPDATE"
            ),
        ),
        (kinds.Free(), [], "is not an object"),
        (kinds.Rows(kinds.Text()), {}, "is not an array"),
    ],
)
def test_wrong_value_is_worded(kind: Any, value: object, wording: str) -> None:
    """Each kind of value says what it is not, and what to write instead."""
    with pytest.raises(ValidationError) as caught:
        kind.deserialize(value)

    assert caught.value.messages == [wording]


def test_wrong_access_is_told_by_key() -> None:
    """A grant that is no access string is found under whom it is given to."""
    with pytest.raises(ValidationError) as caught:
        kinds.AccessMap().deserialize({"x": "r-------", "y": "all"})

    assert caught.value.messages == {
        "y": ["is not an access string; write it like r------- or rw------"]
    }


def test_kind_without_reader_is_abstract() -> None:
    """A kind says by itself how it is read."""
    with pytest.raises(NotImplementedError):
        kinds.Kind().read("x")
