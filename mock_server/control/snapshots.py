"""Named states: taken, listed, read, uploaded and gone back to (control-plane 3.6)."""

from typing import Annotated, TypedDict

import orjson
from werkzeug.wrappers import Response

from mock_server.control.blueprint import control
from mock_server.control.bodies import document, json_body
from mock_server.declarations import answers, takes
from mock_server.domain.clock import real_time
from mock_server.gate.world import CONTROL, base_url, current_world
from mock_server.profiles import DEFAULT, PROFILES
from mock_server.schemas.catalogue import instant
from mock_server.schemas.control import SnapshotSchema, load_document
from mock_server.schemas.seed import SeedSchema
from mock_server.seed import Seed, parse_seed
from mock_server.snapshots import CURRENT, Snapshot

_SCHEMA = SnapshotSchema()
_SEED = SeedSchema()


class ShownSnapshot(TypedDict):
    """A snapshot, without the state that it keeps."""

    name: str
    created: str
    conversations: int
    messages: int


class ListedSnapshot(ShownSnapshot):
    """A snapshot among others."""

    bytes: int


@control.get("/snapshots")
def list_snapshots() -> list[ListedSnapshot]:
    """GET /__mock/snapshots: those that were made, the oldest first (3.6)."""
    return [{**_shown(each), "bytes": each.size} for each in current_world().snapshots]


@control.post("/snapshots")
@takes(_SCHEMA, {"name": "before"})
@answers(201)
def create_snapshot() -> tuple[ShownSnapshot, int, dict[str, str]]:
    """POST /__mock/snapshots: keep the present state under a name (3.6)."""
    here = current_world()
    snapshot = here.taken(document(_SCHEMA)["name"])
    here.snapshots.add(snapshot)
    location = f"{_root()}/snapshots/{snapshot.name}"
    return _shown(snapshot), 201, {"Location": location}


@control.delete("/snapshots")
@answers(204)
def delete_snapshots() -> tuple[str, int]:
    """DELETE /__mock/snapshots: forget them all (3.1)."""
    current_world().snapshots.clear()
    return "", 204


@control.get("/snapshots/<name>")
def get_snapshot(name: str) -> Annotated[Response, _SEED]:
    """GET /__mock/snapshots/{name}: the state as a seed; `seed` and `current` (3.6)."""
    found = current_world().find_snapshot(name)
    seed = {"$schema": f"{_root()}/seed.schema.json", **found.document()}
    return Response(orjson.dumps(seed), content_type="application/json")


@control.put("/snapshots/<name>")
@takes(_SEED, {"format": 1}, is_required=False)
@answers(200, 201)
def put_snapshot(name: str) -> tuple[ShownSnapshot, int]:
    """PUT /__mock/snapshots/{name}: keep the body, or the present state (3.6)."""
    here = current_world()
    load_document(_SCHEMA, {"name": name})
    uploaded = json_body()
    if uploaded == {}:
        snapshot = here.taken(name)
    else:
        snapshot = _of_seed(name, parse_seed(uploaded, name))
    is_new = here.snapshots.add(snapshot, replacing=True)
    return _shown(snapshot), 201 if is_new else 200


@control.delete("/snapshots/<name>")
@answers(204)
def delete_snapshot(name: str) -> tuple[str, int]:
    """DELETE /__mock/snapshots/{name}: forget one; a missing one is no matter (3.1)."""
    current_world().snapshots.remove(name)
    return "", 204


@control.post("/snapshots/<name>/restore")
@answers(204)
def restore_snapshot(name: str) -> tuple[str, int]:
    """POST /__mock/snapshots/{name}/restore: back to it, the journal stays (3.6)."""
    here = current_world()
    here.restore(here.find_snapshot(name))
    return "", 204


@control.post("/snapshots/restore")
@takes(_SEED, {"format": 1})
@answers(204)
def restore_document() -> tuple[str, int]:
    """POST /__mock/snapshots/restore: to the body, of which no snapshot is kept."""
    here = current_world()
    here.restore(_of_seed(CURRENT, parse_seed(json_body(), CURRENT)))
    return "", 204


def _of_seed(name: str, seed: Seed) -> Snapshot:
    """Return a seed as a snapshot; without a profile it takes any."""
    profile = None
    if seed.profile is not None or seed.chosen_switches:
        table = PROFILES[seed.profile or DEFAULT]
        profile = table.with_switches(seed.chosen_switches)
    faults = [each.document for each in seed.faults]
    return Snapshot(name, seed.state, profile, real_time(), faults)


def _shown(snapshot: Snapshot) -> ShownSnapshot:
    return {
        "name": snapshot.name,
        "created": f"{instant(snapshot.created)}Z",
        "conversations": len(snapshot.state.conversations),
        "messages": snapshot.state.message_count,
    }


def _root() -> str:
    return f"{base_url()}/{CONTROL}"
