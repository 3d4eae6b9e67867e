"""The JSON Schema of seeds says what the reader says (schemas/json_schema.py)."""

import copy
import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TypedDict

import orjson
import pytest
from jsonschema import Draft202012Validator
from marshmallow import Schema, fields, validate

from mock_server.domain.clock import Clock
from mock_server.domain.state import State
from mock_server.profiles import PROFILES
from mock_server.schemas import seed_fields as kinds
from mock_server.schemas.catalogue import Schema as CatalogueSchema
from mock_server.schemas.clock import AdvanceSchema
from mock_server.schemas.control import one_of
from mock_server.schemas.json_schema import Describer
from mock_server.schemas.objects import (
    FILE_RESOURCE,
    ME,
    MESSAGE_CONVERSATION,
    USER,
    USER_ROLE,
)
from mock_server.schemas.seed import seed_schema
from mock_server.seed import SeedError, parse_seed, read_seed, seed_named
from mock_server.seed.files import packaged_folder
from mock_server.seed.making import Size, make_seed
from mock_server.seed.writing import write_seed

ROOT = Path(__file__).parents[3]
MOMENT = datetime(2026, 1, 5)  # noqa: DTZ001 - naive UTC, as in the records
SCHEMA = seed_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def whole(name: str) -> dict[str, Any]:
    """Return a shipped seed as one document."""
    profile = PROFILES["2.42"].with_switches({"xml": True})
    document = write_seed(read_seed(seed_named(name)).state, profile)
    read: dict[str, Any] = orjson.loads(orjson.dumps(document))
    return read


def default_as_shipped() -> dict[str, Any]:
    """Return the files of the default seed, each under its name."""
    document: dict[str, Any] = {"format": 1}
    for path in packaged_folder().glob("*.json"):
        found = json.loads(path.read_text(encoding="utf-8"))
        if not (isinstance(found, dict) and "format" in found):
            document[path.stem] = found
    return document


GOOD = {
    **{name: whole(name) for name in ("default", "empty", "walkthrough")},
    "as-shipped": default_as_shipped(),
    "walkthrough-file": json.loads(
        (packaged_folder() / "walkthrough.json").read_text()
    ),
    "contract": json.loads((ROOT / "tests" / "contract" / "seed.json").read_text()),
    "made": make_seed(Size(5, 20)),
    "frozen": write_seed(State(clock=Clock.frozen(MOMENT))),
    "timeline": {
        "format": 1,
        "timeline": [
            {
                "after": "PT5M",
                "event": {"type": "versionUpdate", "version": "2.43.1"},
            }
        ],
    },
    "clock": {"format": 1, "clock": {"mode": "offset", "offsetSeconds": -1.5}},
    "ticking": {
        "format": 1,
        "clock": {"mode": "frozen", "now": "2026-01-05", "tickMilliseconds": 1},
    },
}

BAD: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "unknown key": (("nope",), 1),
    "unknown format": (("format",), 2),
    "no format": (("format",), None),
    "profile": (("profile",), "2.4"),
    "switch": (("switches",), {"reply_state": 200}),
    "clock mode": (("clock",), {"mode": "frosen"}),
    "clock keys": (("clock",), {"mode": "real", "now": "2026-01-05"}),
    "random seed": (("randomSeed",), 1.5),
    "user id": (("users", 0, "id"), "short"),
    "user key": (("users", 0, "userName"), "x"),
    "blank name": (("users", 0, "firstName"), " "),
    "flag": (("users", 0, "disabled"), "no"),
    "array": (("users",), {}),
    "date": (("messageConversations", 0, "created"), "2014-02-03"),
    "type": (("messageConversations", 0, "messageType"), "LETTER"),
    "no messages": (("messageConversations", 0, "messages"), None),
    "subject": (("messageConversations", 0, "subject"), "x" * 256),
    "no bytes": (("fileResources", 0, "content"), None),
    "event": (("timeline",), [{"after": "PT5M", "event": {"type": "replly"}}]),
    "access": (("userGroups", 0, "sharing"), {"public": "rw"}),
    "reference": (("users", 0, "avatar"), {"uid": "x"}),
}


def broken(place: tuple[str | int, ...], value: object) -> dict[str, Any]:
    """Return the default seed with one value put in place of another, or none."""
    document: dict[str, Any] = copy.deepcopy(GOOD["default"])
    at: Any = document
    for step in place[:-1]:
        at = at[step]
    if value is None:
        del at[place[-1]]
    else:
        at[place[-1]] = value
    return document


class TestSchema:
    """The published schema."""

    def test_schema_is_one(self) -> None:
        """It keeps to the dialect that it names."""
        Draft202012Validator.check_schema(SCHEMA)

        assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"

    @pytest.mark.parametrize("name", GOOD)
    def test_good_seed_is_valid(self, name: str) -> None:
        """Every seed that is shipped or made passes the schema and the reader."""
        document = GOOD[name]

        parse_seed(document)
        errors = [each.message for each in VALIDATOR.iter_errors(document)]

        assert errors == []

    @pytest.mark.parametrize("name", BAD)
    def test_bad_seed_is_not(self, name: str) -> None:
        """What the reader refuses for its shape the schema refuses, too."""
        document = broken(*BAD[name])

        with pytest.raises(SeedError):
            parse_seed(document)
        assert not VALIDATOR.is_valid(document)


class TestDescriber:
    """What the fields of marshmallow and their validators become."""

    @pytest.mark.parametrize(
        ("field", "described"),
        [
            (
                fields.Integer(validate=validate.Range(1, 9)),
                {"type": "integer", "minimum": 1, "maximum": 9},
            ),
            (
                fields.Float(validate=validate.Range(min=0, min_inclusive=False)),
                {"type": "number", "exclusiveMinimum": 0},
            ),
            (
                fields.String(validate=validate.Regexp(r"[a-z]+\Z")),
                {"type": "string", "pattern": "^[a-z]+$"},
            ),
            (
                fields.String(validate=one_of(["a", "b"])),
                {"type": "string", "enum": ["a", "b"]},
            ),
            (
                fields.List(fields.Boolean(), validate=validate.Length(1)),
                {"type": "array", "items": {"type": "boolean"}, "minItems": 1},
            ),
            (
                fields.Dict(values=fields.String()),
                {"type": "object", "additionalProperties": {"type": "string"}},
            ),
            (
                fields.String(allow_none=True),
                {"anyOf": [{"type": "string"}, {"type": "null"}]},
            ),
            (fields.Raw(allow_none=True), {}),
            (kinds.Count(0, 5), {"type": "integer", "minimum": 0, "maximum": 5}),
        ],
        ids=str,
    )
    def test_field_is_described(
        self, field: fields.Field[Any], described: object
    ) -> None:
        """A stock field by its kind and its validators, one of ours by its shape."""
        assert Describer("#/").described(field) == described

    def test_schema_is_a_part_of_its_name(self) -> None:
        """A schema that stands twice is described once, and referred to."""
        describer = Describer("#/parts/")

        described = describer.described({"anyOf": [AdvanceSchema(), AdvanceSchema()]})

        assert described == {"anyOf": [{"$ref": "#/parts/Advance"}] * 2}
        assert describer.parts == {
            "Advance": {
                "description": "The body of POST /__mock/clock/advance.",
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "seconds": {
                        "type": "number",
                        "minimum": 0,
                        "maximum": 31_536_000_000,
                    }
                },
                "required": ["seconds"],
            }
        }

    def test_key_is_the_one_that_is_read(self) -> None:
        """A field without a key of its own for the wire goes by its name."""
        described = Describer("#/").object_of(Schema.from_dict({"x": fields.Raw()})())

        assert described["properties"] == {"x": {}}


class Told(TypedDict):
    """What is told of somebody."""

    about: Annotated[dict[str, object], USER_ROLE]


def another_told() -> object:
    """Return a type that is called like the other."""

    class Told(TypedDict):
        other: str

    return Told


class TestPythonTypes:
    """What stands in a shape for a JSON Schema: hints, and types of objects."""

    def test_typed_dict_is_a_part_of_its_name(self) -> None:
        """It is described once, with the first line of its docstring."""
        describer = Describer("#/")

        described = describer.described(list[Told])

        assert described == {"type": "array", "items": {"$ref": "#/Told"}}
        assert describer.parts["Told"] == {
            "description": "What is told of somebody.",
            "type": "object",
            "properties": {"about": {"$ref": "#/UserRole"}},
            "required": ["about"],
        }

    def test_object_has_the_properties_of_its_catalogue(self) -> None:
        """Each kind of property has its shape, and none must be there (query.md 8)."""
        describer = Describer("#/")

        describer.described(MESSAGE_CONVERSATION)

        part = describer.parts["MessageConversation"]
        shown = part["properties"]
        assert part.keys() == {"type", "properties"}
        assert shown["subject"] == shown["lastMessage"] == {"type": "string"}
        assert shown["messageCount"] == {"type": "integer"}
        assert shown["read"] == {"type": "boolean"}
        assert shown["priority"] == {"enum": ["NONE", "LOW", "MEDIUM", "HIGH"]}
        assert shown["assignee"] == {"$ref": "#/User"}
        assert shown["createdBy"] == {"$ref": "#/UserStub"}
        assert shown["access"] == {}
        assert shown["messages"] == {"type": "array", "items": {"$ref": "#/Message"}}
        assert describer.parts["UserGroup"]["properties"]["users"] == {
            "type": "array",
            "items": {"$ref": "#/UserStub"},
        }

    @pytest.mark.parametrize("first", [FILE_RESOURCE, USER])
    def test_object_that_shows_less_is_no_other(self, first: CatalogueSchema) -> None:
        """The picture of a user is a file; `me` is a class of its own (RA 2.1)."""
        describer = Describer("#/")

        for schema in (first, FILE_RESOURCE, USER, ME):
            describer.described(schema)

        avatar = describer.parts["User"]["properties"]["avatar"]
        assert avatar == {"$ref": "#/FileResource"}
        assert "contentLength" in describer.parts["FileResource"]["properties"]
        assert "patTokens" in describer.parts["MeDto"]["properties"]
        assert "patTokens" not in describer.parts["User"]["properties"]

    def test_parts_do_not_share_a_name(self) -> None:
        """Two types of the same name are a slip of ours, and not taken for one."""
        describer = Describer("#/")
        describer.described(Told)

        with pytest.raises(ValueError, match="two parts are called 'Told'"):
            describer.described(another_told())
