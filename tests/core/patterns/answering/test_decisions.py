"""What an officer answers who moves a case: read from one page, groups entry by entry, and held to every rule."""

import datetime as dt

import pytest
from tests.core.patterns.fixtures.folders import HERE, bundle_of, changed

from commonwheel.core.layers.apply import apply
from commonwheel.core.patterns.answering.answers import Lookups
from commonwheel.core.patterns.answering.cel_values import Circumstances
from commonwheel.core.patterns.answering.decision_forms import asked_on, blank_form, errors_on, sent_form
from commonwheel.core.patterns.answering.decisions import read_decision
from commonwheel.core.patterns.running.programme import compile_programme
from commonwheel.core.values.working_days import WorkingCalendar

ASK = """\
    - id: done
      label: Done
      final: done
      ask:
        - {id: words, type: show, text: Write down what was brought.}
        - {id: where, type: address, label: Where was it left, optional: true}
        - {id: proof, type: file, label: Photograph, accept: [jpg], optional: true}
        - {id: broken, type: text, label: What was broken, when: kind == 'repair'}
        - id: parts
          type: group
          label: Parts
          entry: Part
          min: 1
          max: 3
          check: [{id: few, that: "size(decision.parts) < 3 || decision.parts[0].name != 'lid'", say: Too much}]
          ask:
            - {id: name, type: text, label: Name, max: 20}
            - {id: count, type: number, label: How many, min: 1, check: [{id: c, that: "name != 'lid' || count == 1", say: One}]}
            - {id: colour, type: text, label: Colour, when: name == 'box'}
"""
DONE = "    - {id: done, label: Done, final: done}\n"
PROGRAMME = compile_programme(apply(bundle_of(changed(HERE / "small", [("pattern.yaml", DONE, ASK)])), None))
TODAY = dt.date(2026, 11, 23)
CIRCUMSTANCES = Circumstances(
    today=TODAY, calendar=WorkingCalendar(frozenset(), TODAY.replace(year=2028)), account={}, authority={},
    in_area=lambda _place, _area: None,
)  # fmt: skip
LID = {"parts-entries": ["1"], "parts-1-name": ["lid"], "parts-1-count": ["1"]}
LOOKUPS = Lookups(lambda _uprn: None, lambda _postcode: None, {})


def read(posted, *, kind="new", pressed="", lookups=LOOKUPS):
    form = sent_form(PROGRAMME, "done", posted, pressed=pressed)
    return read_decision(
        PROGRAMME, "done", posted, answers={"kind": kind}, circumstances=CIRCUMSTANCES, entries=form.entries(), lookups=lookups
    )  # fmt: skip


def codes(found):
    return [(error.question, error.code) for error in errors_on(found)]


def test_a_blank_form_has_the_fewest_entries_and_asks_what_is_asked():
    form = blank_form(PROGRAMME, "done")
    assert form.counts == {"parts": 1}
    assert form.entries() == {"parts": [{}]}
    found = read({})
    assert [placed.id for placed in found.asked] == ["words", "where", "proof", "parts"]
    assert asked_on(found) == {"words", "where", "proof", "parts", "parts-1-name", "parts-1-count"}


def test_entries_are_read_in_order_and_an_empty_one_is_none():
    posted = {**LID, "parts-entries": ["3"], "parts-3-name": ["bolt"], "parts-3-count": ["4"]}
    found = read(posted)
    assert found.is_good
    assert found.values == {"parts": [{"name": "lid", "count": 1}, {"name": "bolt", "count": 4}]}


def test_what_is_wrong_is_said_at_its_entry():
    found = read({**LID, "parts-entries": ["2"], "parts-2-name": ["bolt"], "parts-2-count": ["0"]})
    assert not found.is_good
    assert "parts" not in found.values
    assert ("parts-2-count", "too-small") in codes(found)


def test_a_member_that_depends_on_another_is_asked_in_its_entry():
    found = read({**LID, "parts-1-name": ["box"]})
    assert "parts-1-colour" in asked_on(found)
    assert codes(found) == [("parts-1-colour", "required")]


def test_checks_of_members_and_of_the_group_are_held():
    assert codes(read({**LID, "parts-1-count": ["2"]})) == [("parts-1-count", "check")]
    three = {**LID, "parts-entries": ["3"]}
    three |= {f"parts-{n}-{name}": [value] for n in (2, 3) for name, value in (("name", "bolt"), ("count", "2"))}
    assert codes(read(three)) == [("parts", "check")]


def test_a_group_without_entries_is_missed():
    assert codes(read({"parts-entries": ["1"]})) == [("parts", "required")]


def test_a_question_is_asked_by_what_the_resident_answered():
    found = read(LID, kind="repair")
    assert codes(found) == [("broken", "required")]
    assert read({**LID, "broken": ["Lid"]}, kind="repair").values["broken"] == "Lid"


def test_addresses_and_kept_files_are_answers():
    kept = [{"name": "a.jpg", "type": "image/jpeg", "size": 9}]
    lookups = Lookups(
        lambda uprn: {"uprn": uprn, "line": "1 Lane", "postcode": "BN1 1AA"}, lambda _p: None, {"proof": kept}
    )
    found = read({**LID, "where-postcode": ["BN1 1AA"], "where-uprn": ["7"]}, lookups=lookups)
    assert found.is_good
    assert found.values["where"]["line"] == "1 Lane"
    assert found.values["proof"] == kept


@pytest.mark.parametrize(
    ("pressed", "names"),
    [
        ("add.parts", ["a", "b", None]),
        ("without.parts.1", ["b"]),
        ("without.parts.2", ["a"]),
        ("without.parts.3", ["a", "b"]),
        ("without.parts.0", ["a", "b"]),
        ("without.parts.x", ["a", "b"]),
        ("without.parts", ["a", "b"]),
        ("add.nothing", ["a", "b"]),
        ("preview", ["a", "b"]),
        ("", ["a", "b"]),
    ],
)
def test_buttons_add_and_take_away_entries(pressed, names):
    posted = {"parts-entries": ["2"], "parts-1-name": ["a"], "parts-2-name": ["b"]}
    entries = sent_form(PROGRAMME, "done", posted, pressed=pressed).entries()["parts"]
    assert [entry.get("name", [None])[0] for entry in entries] == names


@pytest.mark.parametrize(
    ("sent", "count"), [("2", 2), ("999999", 1), ("99", 3), ("-1", 1), ("²", 1), ("", 1), ("0", 0)]
)
def test_however_many_entries_are_said_to_be_there_only_as_many_are_read_as_may_be(sent, count):
    assert sent_form(PROGRAMME, "done", {"parts-entries": [sent]}).counts == {"parts": count}


def test_there_are_never_more_entries_than_may_be():
    assert sent_form(PROGRAMME, "done", {"parts-entries": ["3"]}, pressed="add.parts").counts == {"parts": 3}


def test_a_page_sent_without_its_count_has_the_fewest_entries():
    assert sent_form(PROGRAMME, "done", {}).counts == {"parts": 1}
