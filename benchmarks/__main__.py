"""`python -m benchmarks [NAME...]`: run all benchmarks, or those named."""

import sys
from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from benchmarks import cases
from benchmarks.findings import UnavailableError


def main(names: Sequence[str]) -> int:
    """Print what each benchmark finds; an unknown name is refused with the known."""
    known = sorted(each.name for each in iter_modules(cases.__path__))
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no benchmark {unknown[0]!r}; there are: {', '.join(known)}")
        return 2
    for name in names or known:
        _run(name, import_module(f"{cases.__name__}.{name}"))
    return 0


def _run(name: str, module: ModuleType) -> None:
    title = (module.__doc__ or "").strip().partition("\n")[0]
    print(f"\n{name}: {title}", flush=True)
    try:
        for result in module.run():
            print(result, flush=True)
    except UnavailableError as missing:
        print(f"  NOT RUN: needs {missing}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
