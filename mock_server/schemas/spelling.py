"""How the wire spells what a record calls something."""


def camel_case(name: str) -> str:
    """Return `last_updated` as `lastUpdated`."""
    head, *tail = name.split("_")
    return head + "".join(map(str.title, tail))


def wire_key(attribute: str) -> str:
    """Return the key of an attribute of a record; the uid of an object is its `id`."""
    return "id" if attribute == "uid" else camel_case(attribute)
