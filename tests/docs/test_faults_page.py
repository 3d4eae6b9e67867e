"""The pages on faults say what the code does."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from mock_server.injection.fault import FaultSchema
from mock_server.injection.lifetime import LifetimeSchema
from mock_server.injection.presets import PRESETS
from mock_server.injection.register import effects
from mock_server.schemas.matching import MatchSchema

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs/reference/faults.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs/how-to/add-a-fault.md").read_text(encoding="utf-8")

TRY_THE_EXAMPLE = """
import json, sys
from mock_server.factory import create_app
from mock_server.injection import effects
effects.__path__.append(sys.argv[1])
client = create_app().test_client()
fault = {"effect": {"type": "repeat", "copies": 3}}
set = client.post("/__mock/faults", json=fault)
answer = client.get("/api/me", auth=("mobile", "wrong"))
print(json.dumps([set.status_code, answer.data.count(b'"ERROR"')]))
"""


def section(title: str) -> str:
    """Return the part of the reference under a heading."""
    return REFERENCE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def named(text: str) -> set[str]:
    """Return what the first cells of the tables in `text` name."""
    cells = re.findall(r"^\| ([^|]*`[^|]*) \|", text, re.MULTILINE)
    return {word for cell in cells for word in re.findall(r"`(\w+)`", cell)}


def test_every_effect_is_described() -> None:
    """Each effect has its row, with each of its parameters in it."""
    _, _, table = section("`effect`").partition("| --- |")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", table, re.MULTILINE))

    assert rows.keys() == effects().keys()
    for name, kind in effects().items():
        missing = {
            key
            for key in kind.schema.keys
            if key not in {"type", "phase"} and f"`{key}`" not in rows[name]
        }
        assert missing == set(), name


def test_every_key_is_described() -> None:
    """Rule, match, lifetime and presets have a row for each of their words."""
    assert named(REFERENCE.partition("\n## ")[0]) == {*FaultSchema().keys}
    assert named(section("`match`")) == {*MatchSchema().keys}
    assert named(section("`lifetime`")) == {*LifetimeSchema().keys}
    assert named(section("Presets")) == {*PRESETS}


def test_example_of_an_effect_works(tmp_path: Path) -> None:
    """The effect that the guide adds can be set, and does what it says."""
    example = re.search(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    assert example is not None
    (tmp_path / "repeat.py").write_text(example[1], encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-c", TRY_THE_EXAMPLE, tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == ""
    assert json.loads(done.stdout) == [201, 3]
