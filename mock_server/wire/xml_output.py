"""
XML answers of the documented profile, written by hand (messaging.md 1.6).

A generic serialiser took ten times as long for a list of fifty conversations.
"""

import re
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from mock_server.schemas.catalogue import Kind, Property, Schema

NAMESPACE = "http://dhis2.org/schema/dxf/2.0"

_DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>"
_ENVELOPE_ATTRIBUTES = ("httpStatus", "httpStatusCode", "status", "code", "errorCode")
_NO_NAME_CHARACTER = re.compile("[^A-Za-z0-9_.-]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""One by one: the expression for all others takes ten times as long to compile."""


def web_message(envelope: Mapping[str, object]) -> bytes:
    """Return a WebMessage: the status facts as attributes, the rest as elements."""
    attributes = {k: envelope[k] for k in _ENVELOPE_ATTRIBUTES if k in envelope}
    children = "".join(
        _element(key, value)
        for key, value in envelope.items()
        if key not in _ENVELOPE_ATTRIBUTES
    )
    return _root("webMessage", attributes, children)


def bare_node(root: str, key: str, value: Sequence[str] | str) -> bytes:
    """Return a one-key object; of the lists only `removed` keeps its name."""
    if isinstance(value, str):
        children = _element(key, value)
    else:
        children = "".join(_element("uid", uid) for uid in value)
        if key == "removed" and value:
            children = f"<removed>{children}</removed>"
    return f"{_DECLARATION}<{root}>{children}</{root}>".encode()


def documented_list(
    schema: Schema, items: Sequence[Mapping[str, object]], link: str
) -> bytes:
    """Return a list in the document's shape: name, id and link of each (D4)."""
    children = "".join(
        f"<{schema.singular}{_attributes(_linked(item))}/>" for item in items
    )
    return _root(schema.plural, {"link": link}, children)


def metadata_list(
    schema: Schema,
    items: Sequence[Mapping[str, object]],
    pager: Mapping[str, object] | None,
) -> bytes:
    """Return a list in the shape of 2.21 to 2.38, with its pager."""
    children = _element("pager", _pager(pager)) if pager is not None else ""
    if items:
        listed = "".join(_object(schema, schema.singular, item) for item in items)
        children += f"<{schema.plural}>{listed}</{schema.plural}>"
    return _root("metadata", {}, children)


def _pager(pager: Mapping[str, object]) -> dict[str, object]:
    """Put the numbers in the order of 1.6, links last."""
    first = ("page", "pageCount", "total", "pageSize")
    return {name: pager[name] for name in first} | dict(pager)


def one_object(schema: Schema, data: Mapping[str, object]) -> bytes:
    """Return one object, its properties as the catalogue places them."""
    attributes, children = _parts(schema, data)
    return _root(schema.singular, attributes, children)


def plain(root: str, data: object) -> bytes:
    """Return any JSON value below a root of its own."""
    if isinstance(data, Mapping):
        children = "".join(_element(key, value) for key, value in data.items())
    elif isinstance(data, list | tuple):
        children = _element("item", data)
    else:
        children = _text(data)
    return _root(root, {}, children)


def _linked(item: Mapping[str, object]) -> dict[str, object]:
    names = (("name", "name"), ("id", "id"), ("link", "href"))
    return {shown: item[name] for shown, name in names if name in item}


def _root(name: str, attributes: Mapping[str, object], children: str) -> bytes:
    head = f'<{name} xmlns="{NAMESPACE}"{_attributes(attributes)}>'
    return f"{head}{children}</{name}>".encode()


def _object(schema: Schema | None, name: str, data: Mapping[str, object]) -> str:
    attributes, children = _parts(schema, data)
    name = _name(name)
    head = f"<{name}{_attributes(attributes)}"
    return f"{head}>{children}</{name}>" if children else f"{head}/>"


def _parts(
    schema: Schema | None, data: Mapping[str, object]
) -> tuple[dict[str, object], str]:
    attributes: dict[str, object] = {}
    children = []
    for key, value in data.items():
        known = schema.properties.get(key) if schema is not None else None
        if value is None:
            continue
        if _is_attribute(known, key) and not isinstance(value, Mapping | list):
            attributes[key] = value
        else:
            children.append(_property(known, key, value))
    return attributes, "".join(children)


def _is_attribute(known: Property | None, key: str) -> bool:
    return known.xml_attribute if known is not None else key == "id"


def _property(known: Property | None, key: str, value: object) -> str:
    target = known.target if known is not None else None
    if known is not None and known.kind is Kind.STUB:
        return _element(key, value)
    if isinstance(value, Mapping):
        return _object(target, key, value)
    if isinstance(value, list):
        item = (known.xml_item if known is not None else None) or key
        is_plain = known is not None and known.kind is Kind.STUBS
        children = "".join(
            _object(target, item, each)
            if isinstance(each, Mapping) and not is_plain
            else _element(item, each)
            for each in value
        )
        name = _name(key)
        return f"<{name}>{children}</{name}>" if children else ""
    return _element(key, value)


def _element(name: str, value: object) -> str:
    if isinstance(value, Mapping):
        children = "".join(
            _element(key, each) for key, each in value.items() if each is not None
        )
    elif isinstance(value, list | tuple):
        return "".join(_element(name, each) for each in value)
    else:
        children = _text(value)
    return f"<{_name(name)}>{children}</{_name(name)}>"


def _name(key: str) -> str:
    """Return `key` as an element name; keys that XML cannot spell are quoted away."""
    name = _NO_NAME_CHARACTER.sub("_", key)
    return name if name[:1].isalpha() else f"_{name}"


def _attributes(attributes: Mapping[str, object]) -> str:
    return "".join(
        f" {_name(key)}={quoteattr(_scalar(value))}"
        for key, value in attributes.items()
    )


def _text(value: object) -> str:
    return escape(_scalar(value))


def _scalar(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_XML.sub("\ufffd", str(value))
