"""Who said what: every field of a service can be asked who set it, what it was before, and since when."""

import datetime as dt
from typing import Any

import pytest
from tests.core.layers.test_changes import QUESTION, layer
from tests.support.pattern_text import bundle_of

from commonwheel.core.layers.explain import Explained, Laid, explain, local_changes

RELEASED, WIDE_SINCE, OWN_SINCE = dt.date(2026, 1, 5), dt.date(2026, 2, 3), dt.date(2026, 3, 9)
WIDE = layer(
    {"at": "steps.bin", "set": {"title": "Which one?"}}, {"in": "steps.bin.ask", "add": QUESTION},
    {"remove": "steps.bin.ask.missed_on.check.soon-enough", "because": "We take late reports"},
    layer="county", settings={"report_within_days": "4"},
)  # fmt: skip
OWN = layer(
    {"at": "steps.bin", "set": {"title": "Which box?"}},
    {"at": "steps.bin.ask.side_waste", "set": {"label": "Bags beside it"}},
    {"move": "steps.bin.ask.missed_on", "before": "steps.bin.ask.container"},
    {"at": "steps.bin.ask.missed_on", "unset": ["hint"]},
    {"at": "pattern", "set": {"title": "Tell us"}},
    settings={"report_within_days": "3"},
    translations={"cy": {"steps.bin.title": {"of": "0" * 12, "text": "Pa focs?"}}},
)  # fmt: skip
STACK = (Laid(WIDE, WIDE_SINCE), Laid(OWN, OWN_SINCE))


def told(address: str) -> list[tuple[str, str, Any, Any, dt.date | None]]:
    found = explained(address)
    return [(one.owner, one.event, one.before, one.after, one.since) for one in found.history]


def explained(address: str) -> Explained:
    found = explain(bundle_of(), STACK, address, released=RELEASED)
    assert found is not None
    return found


def test_a_field_tells_everybody_who_set_it() -> None:
    assert explained("steps.bin.title").value == "Which box?"
    assert told("steps.bin.title") == [
        ("commonwheel-examples", "released", None, "Which bin was missed?", RELEASED),
        ("county", "set", "Which bin was missed?", "Which one?", WIDE_SINCE),
        ("wealden", "set", "Which one?", "Which box?", OWN_SINCE),
    ]
    assert [owner for owner, *_ in told("title")] == ["commonwheel-examples", "wealden"]


def test_a_field_that_nobody_changed_is_the_publishers() -> None:
    assert told("steps.address.title") == [
        ("commonwheel-examples", "released", None, "Where was the bin missed?", RELEASED)
    ]


def test_the_value_of_a_setting_tells_who_gave_it() -> None:
    assert explained("settings.report_within_days").value == 3
    assert told("settings.report_within_days") == [
        ("commonwheel-examples", "released", None, 2, RELEASED),
        ("county", "set", 2, 4, WIDE_SINCE), ("wealden", "set", 4, 3, OWN_SINCE),
    ]  # fmt: skip
    assert explained("settings.containers").value[0]["value"] == "refuse"


def test_what_a_layer_added_tells_who_added_it() -> None:
    assert [(owner, event) for owner, event, *_ in told("steps.bin.ask.side_waste.label")] == [
        ("county", "added"), ("wealden", "set"),
    ]  # fmt: skip
    assert explained("steps.bin.ask.side_waste").value["label"] == "Bags beside it"
    assert [event for _, event, *_ in told("steps.bin.ask.side_waste")] == ["added"]


def test_what_was_moved_or_removed_tells_who_and_why() -> None:
    assert [(owner, event) for owner, event, *_ in told("steps.bin.ask.missed_on")] == [
        ("commonwheel-examples", "released"), ("wealden", "moved"),
    ]  # fmt: skip
    gone = explained("steps.bin.ask.missed_on.check.soon-enough")
    assert (gone.value, [one.event for one in gone.history]) == (None, ["released", "removed"])
    assert gone.history[1].because == "We take late reports"
    inside = explained("steps.bin.ask.missed_on.check.soon-enough.say")
    assert (inside.value, [one.event for one in inside.history]) == (None, ["removed"])


def test_a_translation_tells_who_made_it() -> None:
    assert [(one.event, one.owner) for one in explained("translations.cy.steps.bin.title").history] == [
        ("translated", "wealden")
    ]


@pytest.mark.parametrize("address", ["steps.no", "steps.bin.no", "no", "steps.bin.ask.no.label"])
def test_where_nothing_stands_there_is_nothing_to_tell(address: str) -> None:
    assert explain(bundle_of(), STACK, address) is None


def test_all_local_changes_are_told_in_their_order() -> None:
    said = [(one.owner, one.event, one.address) for one in local_changes(bundle_of(), STACK)]
    assert said == [
        ("county", "set", "settings.report_within_days"), ("county", "set", "steps.bin.title"),
        ("county", "added", "steps.bin.ask.side_waste"),
        ("county", "removed", "steps.bin.ask.missed_on.check.soon-enough"),
        ("wealden", "set", "settings.report_within_days"), ("wealden", "set", "steps.bin.title"),
        ("wealden", "set", "steps.bin.ask.side_waste.label"), ("wealden", "moved", "steps.bin.ask.missed_on"),
        ("wealden", "set", "steps.bin.ask.missed_on.hint"), ("wealden", "set", "title"),
        ("wealden", "translated", "translations.cy.steps.bin.title"),
    ]  # fmt: skip
