"""
Sends rows that leave, some of them side by side, and writes down what came of each.

Rows are leased and recorded in batches, because each transaction waits for the disk: what has come back while one
was written is written in the next. Only what waits for another place runs beside; the database is left to the caller's
thread. A worker that dies leaves behind, unrecorded, no more than what came back since the last transaction.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Final, Generic

from commonwheel.foundation.deliveries import (
    BUDGET,
    Delivered,
    Row,
    Swept,
    give_back,
    lease_all,
    record_failure,
    record_sent,
)
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import atomic

TOGETHER = 20
"""Rows that are leased at once."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A try that failed: why, in plain words, and whether trying again would change nothing."""

    words: str
    is_lasting: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """It was not tried after all; the row goes back as if nobody had taken it."""


HELD: Final = Held()
Outcome = Failed | Held | None
"""What came of a try; None where the other side took it."""
Try = Callable[[], Outcome]
"""Sends one row; it does not touch the database."""
Prepare = Callable[[Sequence[Row]], Sequence[tuple[Row, Try]]]
"""Returns how each leased row is sent; what it leaves out it has dealt with itself."""


@dataclass(frozen=True, slots=True)
class Sending(Generic[Row]):
    """
    How the rows of a table leave.

    Attributes:
        prepare: called with the leased rows of a batch, in the caller's thread.
        side_by_side: how many tries may wait for the other side at once; 1 keeps to the caller's thread.
        changes: further columns of a row that was sent.
    """

    kind: type[Row]
    council_id: uuid.UUID
    prepare: Prepare[Row]
    clock: Callable[[], dt.datetime]
    side_by_side: int = 1
    changes: dict[str, object] = field(default_factory=dict)

    def sweep(self, batches: Iterable[Sequence[uuid.UUID]]) -> Swept:
        """Send what is due among these keys for at most `BUDGET`; return what came of it."""
        ends_at = self.clock() + BUDGET
        outcomes: list[str | None] = []
        with ExitStack() as stack:
            pool = stack.enter_context(ThreadPoolExecutor(self.side_by_side)) if self.side_by_side > 1 else None
            for keys in batches:
                if self.clock() > ends_at:
                    break
                rows = lease_all(self.kind, self.council_id, keys, now=self.clock())
                tries = [(row, self._in_time(send, ends_at)) for row, send in self.prepare(rows)]
                for back in _side_by_side(tries, pool) if pool else _one_by_one(tries):
                    outcomes += self._record(back)
        return Swept.of(outcomes)

    def _in_time(self, send: Try, ends_at: dt.datetime) -> Try:
        return lambda: HELD if self.clock() > ends_at else send()

    def _record(self, back: Sequence[tuple[Row, Outcome]]) -> list[str | None]:
        """Write down what came back, in one transaction; return the states in which the rows are left."""
        now = self.clock()
        with council_scope(self.council_id), atomic():
            taken = [row for row, outcome in back if outcome is None]
            record_sent(taken, now=now, **self.changes)
            left: list[str | None] = [Delivered.State.SENT] * len(taken)
            for row, outcome in back:
                if isinstance(outcome, Failed):
                    left.append(record_failure(row, outcome.words, lasting=outcome.is_lasting, now=now))
                elif isinstance(outcome, Held):
                    give_back(row)
        return left


def _one_by_one(tries: Iterable[tuple[Row, Try]]) -> Iterator[list[tuple[Row, Outcome]]]:
    for row, send in tries:
        yield [(row, send())]


def _side_by_side(tries: Iterable[tuple[Row, Try]], pool: ThreadPoolExecutor) -> Iterator[list[tuple[Row, Outcome]]]:
    under_way: dict[Future[Outcome], Row] = {pool.submit(send): row for row, send in tries}
    while under_way:
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        yield [(under_way.pop(one), one.result()) for one in done]
