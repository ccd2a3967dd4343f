"""How requests stand, many at once, for whoever brought them: nothing of what was said in them."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from commonwheel.apps.cases.models import NOTHING_DUE, Case, CaseClock


@dataclass(frozen=True, slots=True)
class Standing:
    """
    How a request stands.

    Attributes:
        digest: of the effective pattern, whose words print it.
        since: when it entered its state.
        due_on: the earliest date on which something is due, or None; `due_clock` is the id of its clock, or "".
    """

    digest: str
    state: str
    is_open: bool
    since: dt.datetime
    due_on: dt.date | None
    due_clock: str


def standings(council_id: uuid.UUID, *, case_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Standing]:
    """Return how a council's requests stand, by their keys; what is no longer kept is left out."""
    columns = ("id", "effective_id", "state", "is_open", "entered_at", "due_on")
    rows = list(Case.objects.with_keys(council_id, case_ids).values_list(*columns))
    due = {key: on for key, _digest, _state, _open, _since, on in rows if on != NOTHING_DUE}
    clocks = CaseClock.objects.filter(council_id=council_id, case_id__in=due, is_running=True).order_by("clock")
    named: dict[uuid.UUID, str] = {}
    for case_id, clock, on in clocks.values_list("case_id", "clock", "due_on"):
        if on == due[case_id]:
            named.setdefault(case_id, clock)
    return {
        key: Standing(digest, state, is_open, since, due.get(key), named.get(key, ""))
        for key, digest, state, is_open, since, _on in rows
    }
