"""What a command makes to have it as long as it runs."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def lasting() -> Iterator[None]:
    """
    Let what the block makes stay, and look for garbage in it neither now nor later.

    Modules and a state are thousands of objects, and hardly one of them is thrown
    away: to go through them again and again makes a start longer by a tenth, and all
    at once a request by milliseconds.
    """
    is_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if is_collecting:
            gc.enable()
