"""The entries of groups, as a page lists them."""

from typing import Any

from commonwheel.apps.journeys.presenters.summaries import entry_summary
from commonwheel.apps.journeys.rules.paths import step_slug
from commonwheel.apps.journeys.views.visit import CHANGING, Visit
from commonwheel.core.patterns.answering.route import ShownPage
from commonwheel.core.patterns.answering.shown import shown_answers
from commonwheel.core.patterns.running.programme import Placed
from commonwheel.design.fields import EntryView


def groups_of(shown: ShownPage) -> list[Placed]:
    """Return the groups on a page."""
    return [placed for placed in shown.questions if placed.type == "group"]


def entries_of(visit: Visit, group: Placed) -> list[dict[str, Any]]:
    """Return the entries a group has."""
    return list(visit.journey.answers.get(group.id) or ())


def entry_url(visit: Visit, group: Placed, number: int, *, removing: bool = False) -> str:
    """Return the address of one entry, from 1; or the one that asks whether to remove it."""
    address = visit.url("entry", step=step_slug(group.page), group=group.id, number=number)
    asked = [*(["remove=yes"] if removing else []), *([CHANGING] if visit.is_changing else [])]
    return f"{address}?{'&'.join(asked)}" if asked else address


def entry_views(visit: Visit, shown: ShownPage) -> dict[str, tuple[EntryView, ...]]:
    """Return the entries of each group on a page, ready to list."""
    groups = groups_of(shown)
    if not groups:
        return {}
    answers = shown_answers(visit.programme.effective, visit.journey.answers, visit.language)
    listed = {one.id: one.entries for one in answers if one.kind == "group"}
    return {
        group.id: tuple(
            EntryView(entry_summary(entry), change=f"entry.{group.id}.{number}", remove=f"without.{group.id}.{number}")
            for number, entry in enumerate(listed.get(group.id, ()), 1)
        )
        for group in groups
    }


def adding(visit: Visit, shown: ShownPage) -> dict[str, str]:
    """Return, by group, the value of the button that adds one more entry; "" where there are as many as may be."""
    found = {}
    for group in groups_of(shown):
        count = len(entries_of(visit, group))
        most = int(getattr(group.question, "max", 0))
        found[group.id] = f"entry.{group.id}.{count + 1}" if count < most else ""
    return found
