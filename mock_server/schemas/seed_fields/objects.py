"""The kinds of value that are objects whose keys are not all known beforehand."""

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
