"""
What a property catalogue is made of; the catalogues themselves stand beside it.

One declaration a property gives its JSON name, type, presets, filter type and place
in XML. They are not marshmallow schemas: dumping fifty conversations through those
costs fifteen times as much as the closures that `query.fields` makes of these.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum, auto
from functools import cached_property, lru_cache
from typing import Any, TypeAlias, TypedDict

from mock_server.domain.model import User
from mock_server.domain.state import State
from mock_server.profiles import Profile


@dataclass(frozen=True, slots=True)
class View:
    """The eyes that objects are seen through: whose, when, and from which address."""

    state: State
    viewer: User
    api_url: str
    profile: Profile
    single: bool = False
    """Whether one object is read, not a list."""


Getter: TypeAlias = Callable[[Any, View], Any]
"""Takes a record and a view; returns a plain value, a record, or records."""


def nothing(_record: Any, _view: View) -> None:
    """Get the value of a property that no record has one for."""


class UserStub(TypedDict):
    """The five keys that a user is shown by in other objects (query.md 2)."""

    id: str
    code: str | None
    name: str
    displayName: str
    username: str


class Kind(Enum):
    """The types of query.md 4.3, as far as they behave differently."""

    TEXT = auto()
    BOOLEAN = auto()
    INTEGER = auto()
    DATE = auto()
    ENUM = auto()
    REFERENCE = auto()
    """An object shown as `{id}` unless its fields are named."""
    STUB = auto()
    """A user shown by five keys, whatever is asked for."""
    EMBEDDED = auto()
    """An object without a collection of its own, shown in full."""
    REFERENCES = auto()
    STUBS = auto()
    COMPLEX = auto()
    """A list of objects without identity, shown in full."""
    VALUES = auto()
    """A list of plain values."""
    OTHER = auto()
    """Ready JSON; filters know what is in it only where a schema says."""


COLLECTIONS = frozenset({Kind.REFERENCES, Kind.STUBS, Kind.COMPLEX, Kind.VALUES})
OBJECTS = frozenset({Kind.REFERENCE, Kind.STUB, Kind.EMBEDDED})
SIMPLE = frozenset({Kind.TEXT, Kind.BOOLEAN, Kind.INTEGER, Kind.DATE, Kind.ENUM})


@dataclass(frozen=True, eq=False)
class Property:
    """One key of an object on the wire."""

    name: str
    kind: Kind
    get: Getter
    attribute: str | None = None
    """The attribute of the record that `get` reads, where it does no more."""
    persisted: bool = True
    owner: bool = True
    """Whether the record itself holds it, and not the other side of a relation."""
    xml_attribute: bool = False
    xml_item: str | None = None
    """Element name of an item, where the property is a list."""
    to: Callable[[], "Schema"] | None = None
    """The schema of what it refers to; a call, because schemas refer in circles."""
    choices: type[StrEnum] | None = None
    test: Getter | None = None
    """What filters look at, where that is not what is shown."""
    exists: Callable[[View], bool] | None = None
    """Whether the property is there at all for this view."""
    always_tested: bool = False
    """Whether filters know it also where it is not there."""

    @cached_property
    def target(self) -> "Schema | None":
        """The schema of what the property refers to."""
        return self.to() if self.to is not None else None

    def is_known(self, view: View) -> bool:
        """Say whether filters and orders may name the property in this view."""
        return self.always_tested or self.exists is None or self.exists(view)

    @property
    def is_simple(self) -> bool:
        """Whether `:simple` includes it and `order` takes it."""
        return self.kind in SIMPLE

    @property
    def tested(self) -> Getter:
        """How filters get at the value."""
        return self.test or self.get


_IDENTIFIABLE = ("id", "name", "code", "created", "lastUpdated", "lastUpdatedBy")
_NAMEABLE = (
    *("id", "name", "shortName", "description", "code", "created", "lastUpdated"),
)


@dataclass(frozen=True, eq=False)
class Schema:
    """One type of object: its names on the wire and its properties."""

    singular: str
    plural: str
    klass: str
    """The Java class, as error texts and reports name it."""
    listed: tuple[Property, ...] = field(repr=False)
    is_metadata: bool = False
    """Whether it is exported and imported with the rest of a server's set-up."""
    read_authority: str | None = None
    """What nobody reads such objects without."""

    @property
    def simple_class(self) -> str:
        """The Java class without its package."""
        return self.klass.rpartition(".")[2]

    @cached_property
    def properties(self) -> Mapping[str, Property]:
        """Wire name -> property, in the order of output."""
        return {each.name: each for each in self.listed}

    @cached_property
    def presets(self) -> Mapping[str, tuple[str, ...]]:
        """Preset name -> properties it stands for (query.md 8.3)."""
        everything = tuple(self.properties)
        stored = [each for each in self.listed if each.persisted]
        return {
            "all": everything,
            "simple": tuple(each.name for each in self.listed if each.is_simple),
            "identifiable": tuple(n for n in _IDENTIFIABLE if n in everything),
            "nameable": tuple(n for n in _NAMEABLE if n in everything),
            "owner": tuple(each.name for each in stored if each.owner),
            "persisted": tuple(each.name for each in stored),
        }


@lru_cache(maxsize=4096)
def instant(moment: datetime | None) -> str | None:
    """Return `moment` as DHIS2 writes it: milliseconds, no zone (query.md 12)."""
    return None if moment is None else moment.isoformat(timespec="milliseconds")
