"""
The one mutable thing: a reference to the present `State`, and a lock for writers.

Readers take `store.state` and see one consistent moment without waiting.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock, local
from typing import TypeAlias

from mock_server.domain.changes import Change, Touched, changes_between
from mock_server.domain.clock import RealTime, real_time
from mock_server.domain.model import Configuration, FileResource, MessageConversation
from mock_server.domain.outbox import OUTBOX_SIZE, OutboxEntry
from mock_server.domain.state import ANY_RESOURCE, State
from mock_server.domain.timeline import Firing, Plan, Scheduled, Timeline
from mock_server.domain.uid import uid_at

Deliver: TypeAlias = Callable[[Sequence[OutboxEntry]], None]
"""What sends the entries of an outbox."""


class Draft:
    """
    A write in progress: the state as it will be when the transaction ends well.

    `now` is the one instant that the whole transaction happens at.
    """

    def __init__(self, state: State, now: datetime, outbox_size: int) -> None:
        """Begin with `state`; nothing is visible outside until it is committed."""
        self.state = state
        self.now = now
        self._outbox_size = outbox_size
        self.posted: list[OutboxEntry] = []
        """What this write put into the outbox."""
        self._conversations: dict[str, None] = {}
        self._files: dict[str, None] = {}
        self._users: dict[str, None] = {}

    @property
    def touched(self) -> Touched:
        """What this write put its hands on, in that order."""
        return Touched(self._conversations, self._files, self._users)

    def put(self, conversation: MessageConversation) -> None:
        """Add `conversation`, or replace the one with its uid."""
        self._conversations[conversation.uid] = None
        self.state = self.state.with_conversation(conversation)

    def remove(self, uid: str) -> None:
        """Take the conversation `uid` away for everybody."""
        self._conversations[uid] = None
        self.state = self.state.without_conversation(uid)

    def put_file(self, file: FileResource) -> None:
        """Add `file`, or replace the one with its uid."""
        self._files[file.uid] = None
        self.state = self.state.with_file_resource(file)

    def configure(self, configuration: Configuration) -> None:
        """Put the server-wide facts in place of the present ones."""
        self.state = replace(self.state, configuration=configuration)

    def put_settings(self, user: str, settings: Mapping[str, object]) -> None:
        """Put the settings that `user` chose in place of those he had."""
        self._users[user] = None
        chosen = {**self.state.user_settings, user: settings}
        self.state = replace(self.state, user_settings=chosen)

    def put_apps(self, user: str, names: tuple[str, ...]) -> None:
        """Put the order of apps that `user` chose in place of the one he had."""
        self._users[user] = None
        chosen = {**self.state.user_apps, user: names}
        self.state = replace(self.state, user_apps=chosen)

    def post(self, *entries: OutboxEntry) -> None:
        """Put `entries` into the outbox, which lets go of the oldest if it is full."""
        before = self.state.outbox
        outbox = before.posted(*entries)
        self.posted += outbox.since(before)
        self.state = replace(self.state, outbox=outbox.limited(self._outbox_size))

    def correct(self, old: OutboxEntry, new: OutboxEntry) -> None:
        """Put `new` in place of the entry `old`, if that is still there."""
        outbox = self.state.outbox.corrected(old, new)
        self.state = replace(self.state, outbox=outbox)

    def unpost(self, entry: OutboxEntry) -> None:
        """Take `entry` out of the outbox."""
        outbox = self.state.outbox.without(entry)
        self.state = replace(self.state, outbox=outbox)

    def empty_outbox(self) -> None:
        """Take every entry out of the outbox."""
        self.state = replace(self.state, outbox=self.state.outbox.emptied())

    def plan(self, plan: Plan) -> Scheduled:
        """Put `plan` on the timeline, counted from now."""
        timeline = self.state.timeline.with_plans([plan], self.now)
        self._set_timeline(timeline)
        return next(
            each for each in timeline.coming if each.number == timeline.scheduled
        )

    def next_due_by(self, moment: datetime) -> Scheduled | None:
        """Take what comes next off the timeline, if it comes by `moment`."""
        timeline = self.state.timeline
        if timeline.next_due is None or timeline.next_due > moment:
            return None
        self._set_timeline(timeline.moved_on())
        return timeline.coming[0]

    def record(self, firing: Firing) -> Firing:
        """Note that `firing` happened; return it with its number."""
        timeline = self.state.timeline.recorded(firing)
        self._set_timeline(timeline)
        return firing._replace(number=timeline.fired)

    def unplan(self, uid: str | None = None) -> None:
        """Let the entry `uid` not come; without one, forget the whole timeline."""
        timeline = self.state.timeline
        self._set_timeline(timeline.without(uid) if uid else timeline.emptied())

    def date(self, moment: datetime) -> None:
        """Note that something was written at `moment`: what follows is later."""
        last = self.state.last_write
        if last is None or last < moment:
            self.state = replace(self.state, last_write=moment)

    def _set_timeline(self, timeline: Timeline) -> None:
        self.state = replace(self.state, timeline=timeline)

    def new_uid(self, resource: str) -> str:
        """Return an unused uid for an object of `resource`, those chosen first."""
        while True:
            uid = self._queued_uid(resource) or self._made_uid()
            if not self._is_taken(uid):
                return uid

    def _queued_uid(self, resource: str) -> str | None:
        """Take the next uid that was chosen for `resource`, or else for anything."""
        for name in (resource, ANY_RESOURCE):
            queue = self.state.uid_queues.get(name)
            if queue:
                queues = {**self.state.uid_queues, name: queue[1:]}
                self.state = replace(self.state, uid_queues=queues)
                return queue[0]
        return None

    def _made_uid(self) -> str:
        position = self.state.uids_made
        self.state = replace(self.state, uids_made=position + 1)
        return uid_at(self.state.random_seed, position)

    def _is_taken(self, uid: str) -> bool:
        return uid in self.state.conversations or uid in self.state.file_resources


@dataclass
class Watch:
    """What the writes of one thread did while it was watched (control-plane 3.5)."""

    committed: bool = False
    changes: list[Change] = field(default_factory=list)


class Store:
    """Holds the present state, and the seed that a reset returns to."""

    def __init__(
        self,
        seed: State,
        real_time: RealTime = real_time,
        deliver: Deliver | None = None,
        outbox_size: int = OUTBOX_SIZE,
    ) -> None:
        """
        Start at `seed`; its clock makes the world's time of `real_time`.

        `deliver` gets what a write put into the outbox, when nobody waits any more.
        The outbox keeps `outbox_size` entries.
        """
        self.seed = seed
        self.real_time = real_time
        self._deliver = deliver
        self._outbox_size = outbox_size
        self.state = self.begun(seed)
        self._writing = Lock()
        self._of_this_thread = local()

    def now(self) -> datetime:
        """Return the time of this world, which may stand still or be shifted."""
        return self.state.clock.now(self.real_time())

    @contextmanager
    def transaction(self) -> Iterator[Draft]:
        """
        Read, check and write as one step that other writers wait for.

        An exception leaves the state exactly as it was.
        """
        with self._writing:
            state = self.state
            now = state.clock.write_time(self.real_time(), state.last_write)
            draft = Draft(state, now, self._outbox_size)
            yield draft
            if draft.state is not state:
                clock = draft.state.clock.ticked()
                self.state = replace(draft.state, last_write=now, clock=clock)
                self._tell(state, draft)
        self._hand_over(draft)

    @contextmanager
    def watching(self, watch: Watch) -> Iterator[Watch]:
        """Tell `watch` what the calling thread writes, for the block's time."""
        self._of_this_thread.watch = watch
        try:
            yield watch
        finally:
            self._of_this_thread.watch = None

    def _tell(self, before: State, draft: Draft) -> None:
        """Hand what `draft` changed to who watches this thread, if somebody does."""
        watch: Watch | None = getattr(self._of_this_thread, "watch", None)
        if watch is not None:
            watch.committed = True
            watch.changes += changes_between(before, draft.state, draft.touched)

    @contextmanager
    def amendment(self) -> Iterator[Draft]:
        """Change what no user of the server does: as one step that takes no time."""
        with self._writing:
            draft = Draft(self.state, self.now(), self._outbox_size)
            yield draft
            self.state = draft.state
        self._hand_over(draft)

    def _hand_over(self, draft: Draft) -> None:
        """Let go out what `draft` posted, after other writers are let in."""
        if draft.posted and self._deliver is not None:
            self._deliver(draft.posted)

    def resize_outbox(self, size: int) -> None:
        """Keep so many entries of the outbox from now on."""
        self._outbox_size = size
        with self.amendment() as draft:
            outbox = draft.state.outbox.limited(size)
            draft.state = replace(draft.state, outbox=outbox)

    def begin_at(self, seed: State) -> None:
        """Go to `seed`: one assignment, whatever was written since."""
        with self._writing:
            self.seed = seed
            self.state = self.begun(seed)

    def begun(self, state: State) -> State:
        """Return `state` with the timeline counted from its own present time."""
        return state.begun(state.clock.now(self.real_time()))
