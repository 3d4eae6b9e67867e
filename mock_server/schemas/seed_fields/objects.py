"""The kinds of value that are objects whose keys are not all known beforehand."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from marshmallow import ValidationError

from mock_server.profiles import DEFAULT, PROFILES, SWITCHES
from mock_server.schemas.json_schema import Shape
from mock_server.schemas.seed_fields.base import Kind, require
from mock_server.schemas.seed_fields.texts import Access
from mock_server.switches import SwitchError

_SWITCHES = frozenset(each.name for each in SWITCHES)


class Free(Kind):
    """An object whose keys are the seed's own business, such as settings."""

    wrong = "is not an object"

    def read(self, value: Any) -> Any:
        """Return a copy, so that the caller's document stays his."""
        require(isinstance(value, dict))
        return deepcopy(value)

    def write(self, value: Any) -> Any:
        """Return a copy, so that the record stays what it is."""
        return deepcopy(dict(value))

    def shape(self) -> Shape:
        """Allow any object."""
        return {"type": "object"}


class Settings(Free):
    """Settings by name: those with a default are of its type, others are free."""

    def __init__(self, defaults: Mapping[str, object], **options: Any) -> None:
        """Know the settings that have a default."""
        super().__init__(**options)
        self.defaults = defaults

    def read(self, value: Any) -> Any:
        """Check the types of all that are known."""
        found = super().read(value)
        wrong = {
            key: [_WRONG_SETTING[type(self.defaults[key])]]
            for key, given in found.items()
            if key in self.defaults and type(given) is not type(self.defaults[key])
        }
        if wrong:
            raise ValidationError(wrong)
        return found

    def shape(self) -> Shape:
        """Give the types of those that are known."""
        types = {bool: "boolean", int: "integer", str: "string"}
        properties = {
            key: {"type": types[type(default)]}
            for key, default in self.defaults.items()
        }
        return {"type": "object", "properties": properties}


_WRONG_SETTING: Mapping[type, str] = {
    bool: "is not true or false",
    int: "is not a whole number",
    str: "is not a string",
}


class Lists(Free):
    """An object of arrays of strings."""

    wrong = "is not an object of arrays of strings"

    def read(self, value: Any) -> Any:
        """Return the arrays as tuples."""
        found = super().read(value)
        for each in found.values():
            require(isinstance(each, list))
            require(all(isinstance(text, str) for text in each))
        return {key: tuple(each) for key, each in found.items()}

    def shape(self) -> Shape:
        """Allow the same."""
        return {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        }


class Translations(Free):
    """An object of objects of strings: what a text is in each language."""

    wrong = "is not an object of objects of strings"

    def read(self, value: Any) -> Any:
        """Check all strings."""
        found = super().read(value)
        for each in found.values():
            require(isinstance(each, dict))
            require(all(isinstance(text, str) for text in each.values()))
        return found

    def shape(self) -> Shape:
        """Allow the same."""
        texts = {"type": "object", "additionalProperties": {"type": "string"}}
        return {"type": "object", "additionalProperties": texts}


class AccessMap(Free):
    """Uid of whoever is granted access -> access string."""

    def read(self, value: Any) -> Any:
        """Check all access strings."""
        granted, wrong = super().read(value), {}
        for uid, access in granted.items():
            try:
                Access().deserialize(access)
            except ValidationError as err:
                wrong[uid] = err.messages
        if wrong:
            raise ValidationError(wrong)
        return granted

    def shape(self) -> Shape:
        """Allow an access string for each."""
        return {"type": "object", "additionalProperties": Access().shape()}


class Switches(Kind):
    """Switches of a profile by name; `null` leaves one to the profile."""

    wrong = "is not an object"

    def read(self, value: Any) -> Any:
        """Check every name and value."""
        require(isinstance(value, dict))
        wrong = {}
        for name, given in value.items():
            if given is None and name in _SWITCHES:
                continue
            try:
                PROFILES[DEFAULT].with_switches({name: given})
            except SwitchError as err:
                wrong[name] = [err.reason]
        if wrong:
            raise ValidationError(wrong)
        return dict(value)

    def shape(self) -> Shape:
        """Allow the switches there are; their values are checked on reading."""
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                each.name: {"description": each.metadata["doc"]} for each in SWITCHES
            },
        }
