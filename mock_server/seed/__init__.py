"""
Seeds: read from a folder, a file or memory, checked as a whole, made into a state.

The shapes of a seed's objects are in `schemas.seed`; what holds between objects is
in `checks`; how a state is built of them is in `building`.
"""

from mock_server.seed.building import Seed
from mock_server.seed.files import json_files
from mock_server.seed.reading import (
    SeedChoice,
    SeedError,
    chosen_seed,
    files_of,
    find_seed,
    is_of_package,
    parse_seed,
    read_checked_seed,
    read_document,
    read_seed,
    seed_named,
)

__all__ = [
    "Seed",
    "SeedChoice",
    "SeedError",
    "chosen_seed",
    "files_of",
    "find_seed",
    "is_of_package",
    "json_files",
    "parse_seed",
    "read_checked_seed",
    "read_document",
    "read_seed",
    "seed_named",
]
