"""Worlds of their own for tests of what a server sends and does by itself."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mock_server.seed.files import packaged_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.conftest import Api, Reply, Transport


def default_seed() -> dict[str, Any]:
    """Return the default seed as one document."""
    document: dict[str, Any] = {"format": 1}
    for path in packaged_folder().glob("*.json"):
        part = json.loads(path.read_text(encoding="utf-8"))
        if not (isinstance(part, dict) and "format" in part):
            document[path.stem] = part
    return document


def contract_seed() -> dict[str, Any]:
    """Return the seed of the contract tests."""
    path = Path(__file__).parents[1] / "contract" / "seed.json"
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def _below(transport: Transport, world: str) -> Transport:
    def send(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        return transport(method, f"/{world}{path}", headers, body)

    return send


@pytest.fixture
def world_of(default_api: Api) -> Iterator[Callable[[Mapping[str, Any]], Api]]:
    """Return what makes a world of a seed and gives a client of it."""

    def make(seed: Mapping[str, Any]) -> Api:
        made = default_api.call("PUT", "/__mock/worlds/own", json={"seed": seed})
        assert made.status in {200, 201}, made.text
        return replace(default_api, transport=_below(default_api.transport, "own"))

    yield make
    default_api.delete("/__mock/worlds/own")
