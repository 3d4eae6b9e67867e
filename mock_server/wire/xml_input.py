"""The XML message of the user's document, turned into the data of its JSON twin."""

from collections.abc import Mapping
from typing import Any
from xml.parsers.expat import ExpatError

import xmltodict

from mock_server.wire.errors import UnreadableBodyError

_SEPARATOR = "}"

_LISTS = {
    "users": "user",
    "userGroups": "userGroup",
    "organisationUnits": "organisationUnit",
}
_ATTACHMENTS = ("attachments", "attachment")


def parse_xml_message(body: bytes, *, bare_recipients: bool) -> dict[str, object]:
    """
    Return subject, text and the lists of references of an XML message (2.6).

    Root name and namespace are not looked at. Recipients stand in their wrappers, as
    the server wants them, or with `bare_recipients` also as the document shows them
    (D1).

    Raises:
        UnreadableBodyError: the body is not well-formed XML.
    """
    try:
        document = xmltodict.parse(
            body,
            process_namespaces=True,
            namespace_separator=_SEPARATOR,
            strip_whitespace=False,
            postprocessor=_local_name,
        )
    except (ExpatError, ValueError, LookupError) as err:
        raise UnreadableBodyError(reason=str(err)) from err
    root = next(iter(document.values()))
    if not isinstance(root, Mapping):
        return {}
    data: dict[str, object] = {
        name: _text(root[name]) for name in ("subject", "text") if name in root
    }
    for wrapper, item in _LISTS.items():
        bare = _references(root, item) if bare_recipients else []
        data[wrapper] = [*_wrapped(root, wrapper, (item,)), *bare]
    data["attachments"] = _wrapped(root, "attachments", _ATTACHMENTS)
    return data


def _local_name(_path: object, key: str, value: Any) -> tuple[str, Any]:
    at = "@" if key.startswith("@") else ""
    return at + key.removeprefix("@").rpartition(_SEPARATOR)[2], value


def _wrapped(
    root: Mapping[str, object], wrapper: str, items: tuple[str, ...]
) -> list[object]:
    found: list[object] = []
    for each in _as_list(root.get(wrapper)):
        if isinstance(each, Mapping):
            for item in items:
                found += _references(each, item)
    return found


def _references(parent: Mapping[str, object], name: str) -> list[object]:
    if name not in parent:
        return []
    return [_reference(each) for each in _as_list(parent[name])]


def _reference(element: object) -> object:
    if isinstance(element, Mapping):
        return {"id": element.get("@id", _text(element.get("id")))}
    return {"id": None}


def _text(element: object) -> object:
    """Return the text of an element that may carry attributes."""
    if isinstance(element, Mapping):
        return element.get("#text")
    if isinstance(element, list):
        return _text(element[-1])
    return element


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
