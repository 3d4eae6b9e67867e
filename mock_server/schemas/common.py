"""Properties that most objects share, and short ways to declare one."""

from collections.abc import Callable, Collection, Iterable, Mapping
from enum import StrEnum
from operator import attrgetter
from typing import Any

from mock_server.domain.model import Sharing, User
from mock_server.schemas.catalogue import (
    Getter,
    Kind,
    Property,
    Schema,
    View,
    nothing,
)

_ACCESS = {
    "manage": True,
    "write": True,
    "read": True,
    "update": True,
    "delete": True,
}
_UNSHARED: dict[str, object] = {"external": False, "users": {}, "userGroups": {}}


def _allowed(action: str) -> Getter:
    return lambda access, _view: access[action]


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


def unset(*names: str, kind: Kind = Kind.TEXT, **more: Any) -> tuple[Property, ...]:
    """Declare what a server knows and no record here has a value for."""
    return tuple(Property(name, kind, nothing, **more) for name in names)


def values(name: str, get: Getter, item: str, **more: Any) -> Property:
    """Declare a list of plain values, each an `item` in XML."""
    return Property(name, Kind.VALUES, get, xml_item=item, **more)


def none_of(name: str, item: str, **more: Any) -> Property:
    """Declare a list that is empty in every record here."""
    return values(name, lambda _record, _view: [], item, **more)


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


def noise(
    sharing: Getter | None = None, *, stored: Collection[str] = ()
) -> tuple[Property, ...]:
    """
    Declare the properties that every identifiable object drags along.

    `sharing` gets that of a record, where there is any; `stored` names those that the
    table of the type has a column for.
    """
    return (
        constant("access", _ACCESS, to=lambda: ACCESS),
        _sharing(sharing, persisted="sharing" in stored),
        none_of(
            "translations",
            "translation",
            persisted="translations" in stored,
            to=lambda: TRANSLATION,
        ),
        none_of(
            "attributeValues",
            "attributeValue",
            persisted="attributeValues" in stored,
            to=lambda: ATTRIBUTE_VALUE,
        ),
        *_favorites(),
    )


def _favorites() -> tuple[Property, ...]:
    """Declare who likes an object, which nobody does."""
    exists = switched("favorites")
    return (
        none_of("favorites", "favorite", persisted=False, exists=exists),
        Property(
            "favorite",
            Kind.BOOLEAN,
            lambda _record, _view: False,
            persisted=False,
            exists=exists,
            xml_attribute=True,
        ),
    )


def _sharing(get: Getter | None, *, persisted: bool) -> Property:
    """Declare who may read an object and who change it, as `get` has it."""

    def shown(record: Any, view: View) -> dict[str, object]:
        return _shown_sharing(get(record, view), view) if get else _UNSHARED

    return Property(
        "sharing",
        Kind.OTHER,
        shown,
        persisted=persisted,
        to=lambda: SHARING,
        test=get or (lambda _record, _view: Sharing()),
    )


def _shown_sharing(sharing: Sharing, view: View) -> dict[str, object]:
    directory = view.state.directory
    facts = {"owner": sharing.owner, "public": sharing.public}
    return {
        **{key: value for key, value in facts.items() if value is not None},
        "external": False,
        "users": _grants(sharing.users, directory.users),
        "userGroups": _grants(sharing.user_groups, directory.user_groups),
    }


def _grants(granted: Mapping[str, str], known: Mapping[str, Any]) -> dict[str, object]:
    """Return who may do what; the server adds the name for who reads it."""
    return {
        uid: {
            "id": uid,
            "access": access,
            "displayName": known[uid].name,
        }
        for uid, access in granted.items()
    }


def authors(get: Getter, to: Callable[[], Schema]) -> tuple[Property, ...]:
    """Declare who made an object and who changed it last, one user here."""
    return (
        stub("createdBy", get, to),
        stub("lastUpdatedBy", get, to),
        stub("user", get, to, persisted=False),
    )


def stub(
    name: str, get: Getter, to: Callable[[], Schema], *, persisted: bool = True
) -> Property:
    """Declare a user shown by his five keys."""
    return Property(name, Kind.STUB, get, persisted=persisted, to=to)


def reference(name: str, get: Getter, to: Callable[[], Schema]) -> Property:
    """Declare an object shown as `{id}` unless more is asked."""
    return Property(name, Kind.REFERENCE, get, to=to)


def references(
    name: str,
    find: Callable[[View], Mapping[str, Any]],
    uids: Callable[[Any, View], Iterable[str]],
    to: Callable[[], Schema],
    item: str,
    **more: Any,
) -> Property:
    """Declare a list of references to objects that `find` holds."""

    def get(record: Any, view: View) -> list[Any]:
        objects = find(view)
        return [objects[uid] for uid in uids(record, view)]

    return Property(name, Kind.REFERENCES, get, xml_item=item, to=to, **more)


_DATA_ACCESS = Schema(
    "data",
    "data",
    "org.hisp.dhis.security.acl.AccessData",
    unset("read", "write", kind=Kind.BOOLEAN, persisted=False),
)

ACCESS = Schema(
    "access",
    "access",
    "org.hisp.dhis.security.acl.Access",
    (
        *(
            Property(name, Kind.BOOLEAN, _allowed(name), persisted=False)
            for name in _ACCESS
        ),
        *unset("data", kind=Kind.EMBEDDED, persisted=False, to=lambda: _DATA_ACCESS),
    ),
)
"""What the caller may do with an object, as filters look at it."""

SHARING = Schema(
    "sharing",
    "sharings",
    "org.hisp.dhis.user.sharing.Sharing",
    (
        text("owner", "owner", persisted=False),
        text("public", "public", persisted=False),
        Property(
            "external", Kind.BOOLEAN, lambda _sharing, _view: False, persisted=False
        ),
        constant("users", {}),
        constant("userGroups", {}),
    ),
)
"""Who may read an object, as filters look at it."""

TRANSLATION = Schema(
    "translation",
    "translations",
    "org.hisp.dhis.translation.Translation",
    unset("locale", "property", "value", persisted=False),
)
"""The name of an object in another language; none is kept here."""

ATTRIBUTE_VALUE = Schema(
    "attributeValue",
    "attributeValues",
    "org.hisp.dhis.attribute.AttributeValue",
    (
        *unset("value", persisted=False),
        *unset("attribute", kind=Kind.REFERENCE, persisted=False, to=lambda: _NAMED),
    ),
)
"""What an object is by a custom attribute; none has any here."""

_NAMED: Schema = Schema(
    "attribute",
    "attributes",
    "org.hisp.dhis.attribute.Attribute",
    (
        *identity("attributes"),
        *unset("code", "name", "displayName", persisted=False),
    ),
)
