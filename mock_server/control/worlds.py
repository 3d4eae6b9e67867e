"""Worlds made, listed and dropped; only where the default world lies."""

from typing import Any, TypedDict

from flask import request

from mock_server.control.blueprint import (
    RefusedError,
    control,
    located,
    only_at_the_root,
)
from mock_server.control.bodies import document
from mock_server.declarations import answers, takes
from mock_server.gate.world import CONTROL, all_worlds, current_world
from mock_server.profiles import PROFILES
from mock_server.schemas.catalogue import instant
from mock_server.schemas.control import InvalidDocumentError, WorldSchema
from mock_server.seed import SeedError
from mock_server.wire import links
from mock_server.wire.answers import Problem
from mock_server.world import World
from mock_server.worlds import Wish

_SCHEMA = WorldSchema()


class ShownWorld(TypedDict):
    """A world: where it is, what it runs and how long it is kept."""

    name: str
    url: str
    profile: str
    seed: str
    created: str
    lastUsed: str
    requests: int
    expiresAfterSeconds: float | None


@control.get("/worlds")
def list_worlds() -> list[ShownWorld]:
    """GET /__mock/worlds: all worlds, the default one first (control-plane 3.2)."""
    only_at_the_root()
    return [_shown(world) for world in all_worlds()]


@control.post("/worlds")
@takes(_SCHEMA, {"name": "w1", "profile": "2.42"}, is_required=False)
@answers(201)
def create_world() -> tuple[ShownWorld, int, dict[str, str]]:
    """POST /__mock/worlds: a new world, named at random unless it says how (3.6)."""
    only_at_the_root()
    wanted = document(_SCHEMA)
    world = _made(wanted.get("name") or all_worlds().fresh_name(), wanted)
    all_worlds().add(world)
    location = f"{_root()}/{CONTROL}/worlds/{world.name}"
    return _shown(world), 201, {"Location": location}


@control.get("/worlds/<name>")
def get_world(name: str) -> ShownWorld:
    """GET /__mock/worlds/{name}: where it is and what it runs (3.6)."""
    only_at_the_root()
    return _shown(all_worlds().get(name))


@control.put("/worlds/<name>")
@takes(_SCHEMA, {"seed": "empty"}, is_required=False)
@answers(200, 201)
def put_world(name: str) -> tuple[ShownWorld, int]:
    """PUT /__mock/worlds/{name}: a fresh world of this name, whatever was (3.2)."""
    only_at_the_root()
    wanted = document(_SCHEMA, name=name)
    is_new = all_worlds().find(name) is None
    world = _made(name, wanted)
    all_worlds().add(world, replacing=True)
    return _shown(world), 201 if is_new else 200


@control.delete("/worlds/<name>")
@answers(204)
def delete_world(name: str) -> tuple[str, int]:
    """DELETE /__mock/worlds/{name}: let go of it; a missing one is no matter (3.2)."""
    only_at_the_root()
    if name == all_worlds().default.name:
        detail = "The default world stays; POST /__mock/reset empties it."
        raise RefusedError(Problem(409, detail))
    all_worlds().remove(name)
    return "", 204


def _made(name: str, wanted: dict[str, Any]) -> World:
    profile = PROFILES[wanted["profile"]] if "profile" in wanted else None
    wish = Wish(
        seed=wanted.get("seed"),
        profile=profile,
        strict=wanted.get("strict"),
        now=wanted.get("now"),
        random_seed=wanted.get("random_seed"),
    )
    try:
        return all_worlds().make(name, wish)
    except SeedError as error:
        found = [_in_the_body(line, wish.seed) for line in error.problems]
        raise InvalidDocumentError("Invalid seed", found) from error


def _in_the_body(line: str, seed: object) -> dict[str, str]:
    """Return a problem of a seed where the body has it: what a file says is whole."""
    found = located(line)
    if isinstance(seed, str):
        return {"pointer": "/seed", "message": line.removeprefix("seed: ")}
    return {**found, "pointer": f"/seed{found['pointer']}"}


def _shown(world: World) -> ShownWorld:
    return {
        "name": world.name,
        "url": _root() + world.path,
        "profile": world.profile.name,
        "seed": world.seed.name,
        "created": f"{instant(world.created)}Z",
        "lastUsed": f"{instant(world.last_used)}Z",
        "requests": world.journal.total,
        "expiresAfterSeconds": all_worlds().seconds_left(world),
    }


def _root() -> str:
    """Return the address of this server without any world."""
    return current_world().settings.external_url or links.root_url(request.environ)
