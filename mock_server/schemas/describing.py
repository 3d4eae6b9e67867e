"""
The catalogues as clients may ask for them: what a type is, and each of its properties.

Only what the mock knows of a type is told (resources.md 14).
"""

from collections.abc import Collection, Mapping
from typing import Any

from mock_server.schemas.catalogue import COLLECTIONS, Kind, Property, Schema, View

_TYPES = {
    Kind.TEXT: ("TEXT", "java.lang.String"),
    Kind.BOOLEAN: ("BOOLEAN", "java.lang.Boolean"),
    Kind.INTEGER: ("INTEGER", "java.lang.Integer"),
    Kind.DATE: ("DATE", "java.util.Date"),
    Kind.REFERENCE: ("REFERENCE", ""),
    Kind.STUB: ("REFERENCE", ""),
    Kind.REFERENCES: ("REFERENCE", ""),
    Kind.STUBS: ("REFERENCE", ""),
    Kind.EMBEDDED: ("COMPLEX", ""),
    Kind.COMPLEX: ("COMPLEX", ""),
    Kind.VALUES: ("TEXT", "java.lang.String"),
    Kind.OTHER: ("COMPLEX", "java.lang.Object"),
}
"""The type of a value, and its Java class where no schema says which."""
_NAMED_TYPES = {
    "id": "IDENTIFIER",
    "code": "IDENTIFIER",
    "href": "URL",
    "email": "EMAIL",
}
_NAMEABLE = "shortName"
"""What a nameable object has, and others have not."""


def describe(
    schema: Schema, served: Collection[Schema], view: View
) -> dict[str, object]:
    """Return a type as `/schemas` shows it, with links to those that are `served`."""
    properties = schema.properties
    read = schema.read_authority
    return {
        "klass": schema.klass,
        "name": schema.singular,
        "displayName": spaced(schema.singular),
        "singular": schema.singular,
        "plural": schema.plural,
        "metadata": schema.is_metadata,
        "shareable": properties["sharing"].persisted,
        "persisted": True,
        "identifiableObject": True,
        "nameableObject": _NAMEABLE in properties,
        "authorities": [{"type": "READ", "authorities": [read]}] if read else [],
        "href": f"{view.api_url}/schemas/{schema.singular}",
        "relativeApiEndpoint": f"/{schema.plural}",
        "apiEndpoint": f"{view.api_url}/{schema.plural}",
        "properties": [
            describe_property(each, served, view)
            for each in schema.listed
            if each.exists is None or each.exists(view)
        ],
    }


def describe_property(
    prop: Property, served: Collection[Schema], view: View
) -> dict[str, object]:
    """Return a property as its type shows it; a list goes by the name of an item."""
    is_list = prop.kind in COLLECTIONS
    described = {
        "name": (prop.xml_item or prop.name) if is_list else prop.name,
        **(_list_facts(prop) if is_list else _value_facts(prop)),
        "collection": is_list,
        "simple": prop.is_simple or (prop.kind is Kind.VALUES and prop.target is None),
        "persisted": prop.persisted,
        "owner": prop.owner and prop.persisted,
        "attribute": prop.xml_attribute,
        "readable": True,
    }
    target = prop.target
    if target is not None and target in served:
        described |= {
            "href": f"{view.api_url}/schemas/{target.singular}",
            "relativeApiEndpoint": f"/{target.plural}",
            "apiEndpoint": f"{view.api_url}/{target.plural}",
        }
    return described


def spaced(name: str) -> str:
    """Return a name in camel case as words: `userGroup` is `User Group`."""
    words = "".join(f" {each}" if each.isupper() else each for each in name)
    return words[0].upper() + words[1:]


def _value_facts(prop: Property) -> Mapping[str, Any]:
    if prop.choices is not None:
        return {
            "propertyType": "CONSTANT",
            "klass": java_enum(prop.choices.__name__),
            "constants": list(prop.choices),
        }
    kind, klass = _type_of(prop)
    return {"propertyType": _NAMED_TYPES.get(prop.name, kind), "klass": klass}


def _list_facts(prop: Property) -> Mapping[str, Any]:
    kind, klass = _type_of(prop)
    return {
        "collectionName": prop.name,
        "propertyType": "COLLECTION",
        "klass": "java.util.Set",
        "itemPropertyType": kind,
        "itemKlass": klass,
    }


def _type_of(prop: Property) -> tuple[str, str]:
    kind, klass = _TYPES[prop.kind]
    if prop.target is None:
        return kind, klass
    return ("COMPLEX" if prop.kind is Kind.VALUES else kind), prop.target.klass


def java_enum(name: str) -> str:
    """Return the whole name of one of the server's enums (query.md 4.3)."""
    package = "message" if name.startswith("Message") else "fileresource"
    return f"org.hisp.dhis.{package}.{name}"
