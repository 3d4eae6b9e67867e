"""
Where seeds lie, and reading one into a document.

A folder holds a file for each resource, or whole seeds that are taken together.
"""

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeGuard

from mock_server.nesting import TOO_DEEP, is_too_deep
from mock_server.seed.document import Problem
from mock_server.seed.merging import merge
from mock_server.seed.source import Source, Unreadable

DEFAULT = "default"
"""The name of the seed that a server without a choice starts with."""

_BARE_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}", re.ASCII)


def packaged_folder() -> Path:
    """Return the folder of the seeds that come with the package."""
    installed = Path(__file__).parents[1] / "seed_data"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "seed_data"


def shipped_seed(name: str) -> Path | None:
    """Return where the package has a seed of this bare name."""
    folder = packaged_folder()
    return folder if name == DEFAULT else seed_in(folder, name)


def shipped_names(keys: Iterable[str]) -> list[str]:
    """Return what the package's seeds are called; files named after `keys` are none."""
    folder = packaged_folder()
    whole = {path.stem for path in folder.glob("*.json")}.difference(keys)
    return sorted(
        {DEFAULT, *whole, *(each.parent.name for each in folder.glob("*/*.json"))}
    )


def seed_in(folder: Path, name: str) -> Path | None:
    """Return where `folder` has a seed of this bare name."""
    if _BARE_NAME.fullmatch(name) is None:
        return None
    places = (folder / name, folder / f"{name}.json")
    return next((place for place in places if place.exists()), None)


def json_files(path: Path) -> list[Path]:
    """Return the files of JSON that a seed lies in: of a folder, or the one."""
    return sorted(path.glob("*.json")) if path.is_dir() else [path]


def read_source(path: Path, keys: Iterable[str]) -> Source:
    """Read a folder with a file for each of `keys` it has, or one file."""
    is_folder = path.is_dir()
    texts = {each.name: _read_text(each) for each in json_files(path)}
    found = {name: _read_json(text) for name, text in texts.items()}
    if is_folder:
        source, folder = _of_folder(path.name, found, keys), path
    else:
        source, folder = _of_file(path.name, found[path.name]), path.parent
    source.digest = _digest(texts)
    _take_in_files(source, folder.resolve())
    return source


def _take_in_files(source: Source, folder: Path) -> None:
    """Put the bytes that rows of `fileResources` name in place of their names."""
    found: object = source.document.get("fileResources")
    rows: list[object] = found if isinstance(found, list) else []
    for at, row in enumerate(rows):
        if not isinstance(row, dict) or "content" in row:
            continue
        name = row.get("file")
        if isinstance(name, str):
            source.named.append(folder / name)
            content = _read_bytes(folder, name)
            if isinstance(content, Unreadable):
                place = ("fileResources", at, "file")
                problem = Problem(place, f"{name!r} {content.reason}")
                source.problems.append(source.line(problem))
                source.unread.add("fileResources")
            else:
                kept = {key: value for key, value in row.items() if key != "file"}
                rows[at] = {**kept, "content": b64encode(content).decode()}


def _read_bytes(folder: Path, name: str) -> bytes | Unreadable:
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder):
            return Unreadable("lies outside of the seed's folder")
        return path.read_bytes()
    except (OSError, ValueError) as err:
        return Unreadable(f"cannot be read: {getattr(err, 'strerror', err)}")


def _of_folder(folder: str, found: Mapping[str, object], keys: Iterable[str]) -> Source:
    """Take the files named after keys; where there are none, whole seeds as one."""
    resources = {f"{key}.json": key for key in keys}
    remedy = f"allowed: {', '.join(resources)}"
    seeds = {name: each for name, each in found.items() if _is_whole_seed(each)}
    source = Source(folder)
    if resources.keys() & found.keys():
        source.document["format"] = 1
    else:
        for name, seed in seeds.items():
            merge(source, name, seed)
    for name, each in found.items():
        if name in resources:
            source.add(resources[name], name, each)
        elif name not in seeds:
            problem = f"{name}: is not the name of a seed file; {remedy}"
            source.problems.append(problem)
    if not found:
        source.problems.append(f"{folder}: holds no seed file; {remedy}")
    return source


def _of_file(name: str, found: object) -> Source:
    if isinstance(found, dict):
        return Source(name, found)
    if not isinstance(found, Unreadable):
        found = Unreadable("is not an object; a file alone holds a whole seed")
    return Source(name, problems=[f"{name}: {found.reason}"])


def _is_whole_seed(found: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(found, dict) and "format" in found


def _read_text(path: Path) -> str | Unreadable:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return Unreadable("is not UTF-8 text")
    except OSError as err:
        return Unreadable(f"cannot be read: {err.strerror}")


def _read_json(text: str | Unreadable) -> object:
    if isinstance(text, Unreadable):
        return text
    try:
        read = json.loads(text)
    except json.JSONDecodeError as err:
        place = f"line {err.lineno}, column {err.colno}"
        return Unreadable(f"is not valid JSON: {err.msg} at {place}")
    except RecursionError:
        return Unreadable(TOO_DEEP)
    return Unreadable(TOO_DEEP) if is_too_deep(read) else read


def _digest(texts: Mapping[str, str | Unreadable]) -> str:
    """Return what tells these files from all others, whatever their line ends are."""
    digest = sha256()
    for name, text in texts.items():
        content = "" if isinstance(text, Unreadable) else text
        for part in (name, content):
            spelt = part.encode(errors="surrogateescape")
            digest.update(b"%d " % len(spelt) + spelt)
    return digest.hexdigest()
