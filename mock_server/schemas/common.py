"""Properties that most objects share, and short ways to declare one."""

from collections.abc import Callable
from enum import StrEnum
from operator import attrgetter
from typing import Any

from mock_server.domain.model import User
from mock_server.schemas.catalogue import Getter, Kind, Property, Schema, View

_ACCESS = {
    "manage": True,
    "write": True,
    "read": True,
    "update": True,
    "delete": True,
}


def of(attribute: str) -> Getter:
    """Return a getter of an attribute of the record."""
    get = attrgetter(attribute)
    return lambda record, _view: get(record)


def text(name: str, attribute: str, **more: Any) -> Property:
    """Declare a text that is an attribute of the record."""
    return Property(name, Kind.TEXT, of(attribute), attribute, **more)


def boolean(name: str, attribute: str, **more: Any) -> Property:
    """Declare a boolean that is an attribute of the record."""
    return Property(name, Kind.BOOLEAN, of(attribute), attribute, **more)


def date(name: str, attribute: str, **more: Any) -> Property:
    """Declare an instant that is an attribute of the record."""
    return Property(name, Kind.DATE, of(attribute), attribute, **more)


def enum(name: str, attribute: str, choices: type[StrEnum]) -> Property:
    """Declare a value of a closed set."""
    return Property(name, Kind.ENUM, of(attribute), attribute, choices=choices)


def user_of(attribute: str) -> Getter:
    """Return a getter of the user whose uid is an attribute of the record."""
    get = attrgetter(attribute)

    def find(record: Any, view: View) -> User | None:
        return view.state.directory.users.get(get(record))

    return find


def constant(name: str, value: object, **more: Any) -> Property:
    """Declare noise that clients may read but nobody changes."""
    return Property(
        name, Kind.OTHER, lambda _record, _view: value, persisted=False, **more
    )


def identity(plural: str) -> tuple[Property, ...]:
    """Declare the id and the address of an object of the collection `plural`."""
    return (
        text("id", "uid", xml_attribute=True),
        Property(
            "href",
            Kind.TEXT,
            lambda record, view: f"{view.api_url}/{plural}/{record.uid}",
            persisted=False,
            xml_attribute=True,
        ),
    )


def names(attribute: str, *, persisted: bool = True) -> tuple[Property, ...]:
    """Declare name and displayName, which never differ here."""
    return (
        text("name", attribute, persisted=persisted, xml_attribute=True),
        text("displayName", attribute, persisted=False),
    )


def dates() -> tuple[Property, ...]:
    """Declare when an object was made and last changed."""
    return (
        date("created", "created", xml_attribute=True),
        date("lastUpdated", "last_updated", xml_attribute=True),
    )


def switched(name: str) -> Callable[[View], bool]:
    """Return the question whether a switch of the profile is on."""
    is_on = attrgetter(name)
    return lambda view: bool(is_on(view.profile))


def noise(sharing: Callable[[Any, View], Any] | None = None) -> tuple[Property, ...]:
    """Declare the properties that every identifiable object drags along."""
    has_favorites = switched("favorites")
    empty_sharing = {"external": False, "users": {}, "userGroups": {}}
    return (
        constant("access", _ACCESS),
        Property(
            "sharing",
            Kind.OTHER,
            sharing or (lambda _record, _view: empty_sharing),
            persisted=False,
        ),
        constant("translations", []),
        constant("attributeValues", []),
        constant("favorites", [], exists=has_favorites),
        constant("favorite", value=False, exists=has_favorites, xml_attribute=True),
    )


def stub(
    name: str, get: Getter, to: Callable[[], Schema], *, persisted: bool = True
) -> Property:
    """Declare a user shown by his five keys."""
    return Property(name, Kind.STUB, get, persisted=persisted, to=to)


def reference(name: str, get: Getter, to: Callable[[], Schema]) -> Property:
    """Declare an object shown as `{id}` unless more is asked."""
    return Property(name, Kind.REFERENCE, get, to=to)
