"""The worker runs every sweep when it is due, over all councils, whatever one of them does."""

import datetime as dt
import uuid

from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import current_council
from commonwheel.project.jobs import SWEEPS, Sweep, Worker, run_worker

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


def test_each_council_is_swept_within_its_own_scope(council_a: CouncilView, council_b: CouncilView) -> None:
    seen: list[tuple[uuid.UUID, uuid.UUID | None]] = []
    sweep = Sweep("all", lambda council, now: seen.append((council, current_council())), dt.timedelta(minutes=1))
    Worker([sweep], clock=Clock()).turn()
    assert sorted(seen) == sorted([(council_a.id, council_a.id), (council_b.id, council_b.id)])


def test_a_sweep_waits_until_its_time_comes_again(council_a: CouncilView) -> None:
    turns: list[dt.datetime] = []
    clock = Clock()
    worker = Worker([Sweep("slow", lambda council, now: turns.append(now), dt.timedelta(minutes=1))], clock=clock)
    worker.turn()
    worker.turn()
    clock.now += dt.timedelta(minutes=1)
    worker.turn()
    assert turns == [NOW, NOW + dt.timedelta(minutes=1)]


def test_a_sweep_that_fails_stops_no_other(council_a: CouncilView) -> None:
    done: list[str] = []

    def fail(council: uuid.UUID, now: dt.datetime) -> object:
        raise RuntimeError("on purpose")

    every = dt.timedelta(minutes=1)
    Worker([Sweep("bad", fail, every), Sweep("good", lambda c, n: done.append("good"), every)], clock=Clock()).turn()
    assert done == ["good"]


def test_the_real_sweeps_run_on_an_empty_node(council_a: CouncilView) -> None:
    turns = iter([False, True])
    run_worker(stop=lambda: next(turns), pause=lambda seconds: None)


def test_no_two_sweeps_have_one_name() -> None:
    assert len({sweep.name for sweep in SWEEPS}) == len(SWEEPS)
