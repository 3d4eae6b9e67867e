"""
Queries answered as the real server answers them: lists in, lists out (query.md).

One grammar a module; nothing here knows HTTP.
"""

from mock_server.query.listing import (
    Page,
    check_defaults,
    list_page,
    read_object,
    read_plain,
    read_property,
)
from mock_server.query.sources import Lookup, Source

__all__ = [
    "Lookup",
    "Page",
    "Source",
    "check_defaults",
    "list_page",
    "read_object",
    "read_plain",
    "read_property",
]
