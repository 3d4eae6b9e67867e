"""What is shown of the journal, key by key (control-plane 3.5)."""

from typing import NotRequired, TypedDict


class ShownCaller(TypedDict):
    """Who asked."""

    id: str
    username: str


class ShownBody(TypedDict):
    """A body: as text, or in base64 if it is none."""

    size: int
    text: NotRequired[str]
    base64: NotRequired[str]
    truncated: bool


class ShownAnswer(TypedDict):
    """What was answered."""

    status: int
    headers: list[list[str]]
    body: ShownBody


class ShownChange(TypedDict):
    """One record that the request changed."""

    collection: str
    id: str
    change: str


class ShownEffect(TypedDict):
    """The fault that befell the request."""

    id: str
    effect: str
    phase: str
    delayMilliseconds: int


class ShownBug(TypedDict):
    """The bug of the mock that the request ran into."""

    type: str
    text: str


class ShownRequest(TypedDict):
    """A request of the journal, and its answer."""

    id: str
    seq: int
    time: str
    clock: str
    world: str
    method: str
    url: str
    path: str
    operation: str | None
    apiVersion: int | None
    query: list[list[str]]
    headers: list[list[str]]
    user: ShownCaller | None
    body: ShownBody
    response: ShownAnswer | None
    handled: bool
    committed: bool
    changes: list[ShownChange]
    fault: ShownEffect | None
    sent: str
    milliseconds: float
    exception: ShownBug | None
    duplicateOf: NotRequired[str]
    nearest: NotRequired[list[str]]
    unknownParameters: NotRequired[list[str]]
    knownParameters: NotRequired[list[str]]


class ShownDifference(TypedDict):
    """What keeps a request from matching."""

    field: str
    expected: object
    actual: object


class NearMiss(TypedDict):
    """A request that nearly was the one."""

    requestId: str
    differences: list[ShownDifference]


class ShownVerdict(TypedDict):
    """Whether what was asked for happened, and what came near it."""

    verified: bool
    found: int
    expected: dict[str, int]
    incomplete: bool
    nearMisses: NotRequired[list[NearMiss]]
