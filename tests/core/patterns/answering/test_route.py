"""The route: pages, stops, what is dropped, duty and fee."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.programmes import circumstances, programme, question, step

from commonwheel.core.patterns.answering.route import next_page, offered_next, walk
from commonwheel.core.patterns.expressions.limits import MOST_EXPRESSIONS
from commonwheel.core.patterns.running.programme import PageIsUnknown, ProgrammeDoesNotCompile


def shown(walked):
    return [page.page.id for page in walked.pages]


def go(made, answers, *, passed=frozenset(), **more):
    return walk(made, answers, circumstances(**more), passed_stops=passed)


GARDEN = programme(
    step("bin", question("bin", "radios", options=[{"value": v, "label": v} for v in ("refuse", "garden")])),
    step("plan", question("plan", "yes-no"), when="bin == 'garden'"),
    step("size", question("size", "number", min=1), question("why", optional=True, when="size > 5"), when="plan"),
    step("end", question("end")),
    stops=[
        {"id": "no-plan", "when": "bin == 'garden' && account.garden_waste == false", "title": "No"},
        {"id": "huge", "when": "size > 100", "title": "No", "law": "Some Act 1990"},
    ],
)


def test_a_new_journey_begins_at_the_first_page():
    walked = go(GARDEN, {})
    assert (walked.next.id, shown(walked), walked.complete) == ("bin", ["bin", "end"], False)


def test_an_unknown_condition_does_not_show_and_a_false_one_does_not_either():
    assert shown(go(GARDEN, {"bin": "refuse"})) == ["bin", "end"]
    assert shown(go(GARDEN, {"bin": "garden"})) == ["bin", "plan", "end"]
    assert shown(go(GARDEN, {"bin": "garden", "plan": True})) == ["bin", "plan", "size", "end"]


def test_a_journey_is_complete_when_everything_shown_is_answered():
    walked = go(GARDEN, {"bin": "garden", "plan": True, "size": 6, "end": "x"})
    assert (walked.complete, walked.next, walked.dropped) == (True, None, ())
    assert [placed.id for placed in walked.pages[2].questions] == ["size", "why"]
    assert walked.duty == "waste-collection"
    assert walked.fee is None


def test_a_changed_answer_drops_what_no_longer_applies_and_all_that_hung_on_it():
    answers = {"bin": "refuse", "plan": True, "size": 6, "why": "big", "end": "x"}
    walked = go(GARDEN, answers)
    assert walked.dropped == ("plan", "size", "why")
    assert walked.answers == {"bin": "refuse", "end": "x"}
    assert answers["plan"] is True
    assert walked.complete


def test_while_something_is_missing_only_what_is_plainly_false_is_dropped():
    walked = go(GARDEN, {"bin": "garden", "size": 6, "end": "x"})
    assert (walked.next.id, walked.dropped, walked.answers["size"]) == ("plan", (), 6)
    made = programme(
        step("a", question("a")),
        step("b", question("b"), when="!answered('a')"),
        step("c", question("c"), when="a == 'x' && 1 > 2"),
    )
    assert go(made, {"b": "1", "c": "2"}).dropped == ()


def test_answers_to_nothing_are_left_out():
    assert go(GARDEN, {"bin": "refuse", "nobody": 1}).answers == {"bin": "refuse"}


def test_a_bad_answer_keeps_its_page_open():
    walked = go(GARDEN, {"bin": "plastic", "end": "x"})
    assert (walked.next.id, walked.pages[0].complete) == ("bin", False)


def test_an_advice_stop_can_be_passed_and_one_with_a_law_cannot():
    garden = {"bin": "garden"}
    stopped = go(GARDEN, garden, account={"garden_waste": False})
    assert (stopped.stop.stop.id, stopped.next, shown(stopped)) == ("no-plan", None, ["bin"])
    passed = go(GARDEN, garden, account={"garden_waste": False}, passed=frozenset({"no-plan", "huge"}))
    assert (passed.stop, passed.next.id) == (None, "plan")
    huge = go(GARDEN, {"bin": "garden", "plan": True, "size": 101, "end": "x"}, passed=frozenset({"huge"}))
    assert (huge.stop.stop.id, huge.complete, huge.answers["end"]) == ("huge", False, "x")


def test_an_unknown_fact_does_not_stop():
    assert go(GARDEN, {"bin": "garden"}).stop is None
    assert go(GARDEN, {"bin": "garden"}, account={"garden_waste": "no", "zork": 1}).stop is None


def test_a_stop_is_not_tried_while_what_comes_before_it_is_missing():
    assert go(GARDEN, {"plan": True, "size": 101}).stop is None


def test_the_fast_path_finds_the_next_page_or_stop():
    def after(page, answers, passed=frozenset(), **more):
        found = next_page(GARDEN, answers, circumstances(**more), after=GARDEN.page(page), passed_stops=passed)
        return found.stop.stop.id if found.stop else found.page and found.page.id

    assert after("bin", {"bin": "garden"}) == "plan"
    assert after("bin", {"bin": "refuse"}) == "end"
    assert after("plan", {"bin": "garden", "plan": True}) == "size"
    assert after("end", {"bin": "refuse", "end": "x"}) is None
    assert after("bin", {"bin": "garden"}, account={"garden_waste": False}) == "no-plan"
    assert after("bin", {"bin": "garden"}, frozenset({"no-plan"}), account={"garden_waste": False}) == "plan"
    assert after("bin", {"bin": "refuse", "plan": True, "size": 200}) == "end"


def test_a_stop_after_hidden_pages_is_tried_on_the_way():
    made = programme(
        step("a", question("a")),
        step("b", question("b"), when="a == 'x'"),
        step("c", question("c")),
        stops=[{"id": "none", "when": "!answered('b')", "title": "No"}],
    )
    assert next_page(made, {"a": "y"}, circumstances(), after=made.page("a")).stop.stop.id == "none"
    assert next_page(made, {"a": "x"}, circumstances(), after=made.page("a")).page.id == "b"
    assert go(made, {"a": "y"}).stop.stop.id == "none"
    assert go(made, {"a": "x"}).stop is None


def test_a_page_whose_questions_are_all_hidden_is_not_shown():
    made = programme(step("a", question("a")), step("b", question("b", when="a == 'x'")), step("c", question("c")))
    assert shown(go(made, {"a": "y"})) == ["a", "c"]
    assert next_page(made, {"a": "y"}, circumstances(), after=made.page("a")).page.id == "c"


def test_words_alone_make_a_page_that_is_complete():
    made = programme(step("a", {"id": "w", "type": "show", "text": "Read this."}), step("b", question("b")))
    walked = go(made, {"b": "x", "w": "y"})
    assert (shown(walked), walked.complete, walked.answers) == (["a", "b"], True, {"b": "x"})


def test_a_used_blocks_questions_stand_in_place_under_its_condition():
    block = {
        "language": 1, "block": "contact", "version": "1.0.0", "title": "Contact", "publisher": "pub",
        "settings": [{"id": "ask_phone", "type": "yes-no", "default": "true"}],
        "ask": [question("email", "email"), question("phone", "phone", when="settings.ask_phone")],
    }  # fmt: skip
    use = {"id": "contact", "use": "pub/contact@1", "when": "tell"}
    made = programme(
        step("tell", question("tell", "yes-no")), step("how", use, question("note")), blocks={"pub/contact@1": block}
    )
    assert [placed.address for placed in made.page("how").entries] == [
        "steps.how.ask.contact.ask.email", "steps.how.ask.contact.ask.phone", "steps.how.ask.note",
    ]  # fmt: skip
    assert [p.id for p in go(made, {"tell": True}).pages[1].questions] == ["email", "phone", "note"]
    assert [p.id for p in go(made, {"tell": False}).pages[1].questions] == ["note"]
    assert go(made, {"tell": False, "email": "a@b.uk", "note": "x"}).dropped == ("email",)


GROUP = programme(
    step("owner", question("owner", "yes-no")),
    step(
        "vehicles",
        question(
            "vehicles",
            "group",
            max=3,
            check=[{"id": "seats", "that": "vehicles.exists(v, v.seats > 1)", "say": "One must seat two"}],
            ask=[
                question("plate", "vehicle"),
                question("seats", "number", check=[{"id": "few", "that": "item.seats < 9", "say": "Too many"}]),
                question("lift", "yes-no", when="seats > 4 && owner"),
                {"id": "note", "type": "show", "text": "Words"},
            ],
        ),
    ),
)


def test_a_members_condition_reads_its_siblings_and_what_was_asked_before():
    small, large = {"plate": "AB12CDE", "seats": 4}, {"plate": "AB12CDF", "seats": 5}
    assert go(GROUP, {"owner": True, "vehicles": [small]}).complete
    assert not go(GROUP, {"owner": True, "vehicles": [large]}).complete
    assert go(GROUP, {"owner": True, "vehicles": [{**large, "lift": False}]}).complete
    walked = go(GROUP, {"owner": False, "vehicles": [{**large, "lift": False}]})
    assert (walked.complete, walked.dropped) == (True, ("vehicles.lift",))
    assert walked.answers["vehicles"] == [large]


def test_a_stored_entry_that_is_no_entry_stays_for_the_rules_to_refuse():
    walked = go(GROUP, {"owner": False, "vehicles": [None, {"plate": "AB12CDF", "seats": 5, "lift": False}]})
    assert (walked.complete, walked.dropped) == (False, ("vehicles.lift",))


def test_checks_of_a_group_and_of_its_members_are_run():
    assert not go(GROUP, {"owner": True, "vehicles": [{"plate": "AB12CDE", "seats": 1}]}).complete
    assert not go(GROUP, {"owner": False, "vehicles": [{"plate": "AB12CDE", "seats": 9}]}).complete
    assert not go(GROUP, {"owner": False, "vehicles": [7]}).complete
    assert not go(GROUP, {"owner": False, "vehicles": 7}).complete


FEE = programme(
    step("many", question("many", "number")),
    step("old", question("old", "number", optional=True)),
    fee={
        "pay": "before",
        "lines": [
            {"id": "each", "label": "Each", "amount": "many * settings.price"},
            {"id": "old", "label": "Off", "amount": "0 - 100", "when": "answered('old') && old > 59"},
        ],
    },
    settings=[{"id": "price", "type": "money", "default": "250"}],
)


def test_a_fee_is_the_sum_of_the_lines_that_are_owed():
    assert go(FEE, {"many": 3}).fee.total_pence == 750
    walked = go(FEE, {"many": 3, "old": 60})
    assert [(line.id, line.pence) for line in walked.fee.lines] == [("each", 750), ("old", -100)]
    assert (walked.fee.total_pence, walked.fee.lines[0].address) == (650, "fee.lines.each.label")


def test_a_fee_is_not_known_while_a_line_is_not():
    walked = go(FEE, {})
    assert (walked.fee.total_pence, walked.fee.lines, walked.complete) == (None, (), False)


def test_a_fee_below_nothing_is_a_fault_and_cannot_be_sent():
    walked = go(FEE, {"many": 0, "old": 60})
    assert (walked.fee.total_pence, walked.complete) == (None, False)
    assert walked.faults[0].address == "fee"


def test_a_line_whose_condition_is_unknown_makes_the_fee_unknown():
    made = programme(
        step("a", question("a", "number", optional=True)),
        fee={"pay": "after", "lines": [{"id": "x", "label": "X", "amount": "5", "when": "a > 1"}]},
    )
    assert go(made, {}).complete is False
    assert go(made, {"a": 1}).fee.total_pence == 0
    assert go(made, {"a": 1}).complete


def test_faults_are_gathered_for_staff_and_never_count_as_true():
    made = programme(
        step("a", question("a", "number")),
        step("b", question("b"), when="10 / a > 1"),
        step("c", question("c", when="10 / a > 1"), question("d")),
        stops=[{"id": "s", "when": "10 / a > 1", "title": "No"}],
        duty=[{"id": "one", "when": "10 / a > 1", "duty": "waste-collection", "need": [{"lgsl": 1, "lgil": 2}]}],
    )
    walked = go(made, {"a": 0, "d": "x"})
    assert {found.address for found in walked.faults} == {
        "steps.b.when", "steps.c.ask.c.when", "stops.s.when", "duty.one.when",
    }  # fmt: skip
    assert (walked.duty, walked.stop, shown(walked)) == (None, None, ["a", "c"])


DUTY = programme(
    step("place", question("surface", "radios", options=[{"value": v, "label": v} for v in ("road", "land", "sea")])),
    duty=[
        {"id": "road", "when": "surface == 'road'", "duty": "highways", "need": [{"lgsl": 1, "lgil": 2}]},
        {"id": "land", "when": "surface == 'land'", "duty": "street-cleaning", "need": [{"lgsl": 1, "lgil": 2}]},
    ],
)


def test_the_first_duty_whose_condition_is_true_decides():
    assert go(DUTY, {}).duty is None
    assert go(DUTY, {"surface": "land"}).duty == "street-cleaning"
    assert go(DUTY, {"surface": "road"}).duty_case.case.id == "road"
    assert go(DUTY, {"surface": "sea"}).duty is None
    always = programme(step("a", question("a")), duty=[{"id": "x", "duty": "y", "need": [{"lgsl": 1, "lgil": 2}]}])
    assert go(always, {}).duty == "y"


def test_services_are_offered_next_where_their_condition_is_true():
    made = programme(
        step("a", question("a")),
        then=[{"id": "one", "start": "p/q", "when": "a == 'x'"}, {"id": "two", "start": "p/r"}],
    )
    assert [then.then.id for then in offered_next(made, {"a": "x"}, circumstances())] == ["one", "two"]
    assert [then.then.id for then in offered_next(made, {}, circumstances())] == ["two"]


def test_a_pattern_that_reads_what_is_asked_later_is_refused():
    with pytest.raises(ProgrammeDoesNotCompile) as refused:
        programme(step("a", question("a"), when="b == 'x'"), step("b", question("b")))
    assert [problem.code for problem in refused.value.problems] == ["reads-later"]
    assert "steps.a.when" in refused.value.problems[0].help


def test_all_that_is_wrong_is_said_at_once():
    bad = {"id": "x", "that": "zork", "say": "No"}
    with pytest.raises(ProgrammeDoesNotCompile) as refused:
        programme(
            step("a", question("a", check=[bad]), when="a +"),
            stops=[{"id": "s", "when": "nobody", "title": "No"}],
            fee={"pay": "after", "lines": [{"id": "x", "label": "X", "amount": "'x'"}]},
        )
    assert len(refused.value.problems) == 4


def test_a_pattern_with_too_much_to_compute_is_refused():
    group = question("g", "group", max=50, ask=[question("m")])
    slow = [{"id": f"c{n}", "that": "g.all(x, g.all(y, x == y))", "say": "No"} for n in range(40)]
    with pytest.raises(ProgrammeDoesNotCompile) as refused:
        programme(step("a", {**group, "check": slow}))
    assert {problem.code for problem in refused.value.problems} == {"expressions-too-costly"}
    many = [{"id": f"c{n}", "that": "size(g) > 1", "say": "No"} for n in range(MOST_EXPRESSIONS + 1)]
    with pytest.raises(ProgrammeDoesNotCompile) as refused:
        programme(step("a", {**group, "check": many}))
    assert {problem.code for problem in refused.value.problems} == {"expressions-too-many"}


def test_a_block_that_is_not_carried_has_no_questions():
    made = programme(step("a", {"id": "x", "use": "p/q@1"}, question("b")))
    assert [placed.id for placed in made.page("a").entries] == ["b"]


def test_options_come_from_a_setting_that_must_be_there():
    listed = [{"id": "bins", "type": "options", "default": [{"value": "refuse", "label": "Refuse"}]}]
    made = programme(step("a", question("a", "radios", options="settings.bins")), settings=listed)
    assert [option.label_address for option in made.questions["a"].options] == ["settings.bins.default.refuse.label"]
    with pytest.raises(ProgrammeDoesNotCompile) as refused:
        programme(step("a", question("a", "radios", options="settings.zork")))
    assert [problem.code for problem in refused.value.problems] == ["unknown-setting"]


def test_facts_that_do_not_fit_are_not_known():
    made = programme(step("a", question("a")), step("b", question("b"), when="authority.id == 'lewes'"))
    assert shown(go(made, {"a": "x"}, authority={"id": "lewes"})) == ["a", "b"]
    assert shown(go(made, {"a": "x"}, authority={"id": 5, "zork": 1})) == ["a"]


def test_a_check_that_goes_wrong_lets_the_resident_on_and_is_told_to_staff():
    made = programme(step("a", question("a", "number", check=[{"id": "c", "that": "1 / a > 0", "say": "No"}])))
    walked = go(made, {"a": 0})
    assert walked.complete
    assert [found.address for found in walked.faults] == ["steps.a.ask.a.check.c.that"]


def test_a_page_that_is_not_there_has_a_named_failure():
    with pytest.raises(PageIsUnknown):
        GARDEN.page("zork")


def long_pattern(size):
    kinds = {"options": [{"value": v, "label": v} for v in ("x", "y")], "optional": True}
    return programme(
        step("q0", question("q0", "radios", **kinds)),
        *(
            step(
                f"q{n}",
                question(f"q{n}", "radios", **kinds),
                when=f"q{n // 2} == '{'x' if n % 3 else 'y'}' || q0 == 'y'",
            )
            for n in range(1, size)
        ),
    )


LONG = long_pattern(40)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from([f"q{n}" for n in range(40)]), st.sampled_from(["x", "y", "z", None, 7, ["x"]])))
def test_walking_keeps_its_laws(answers):
    walked = go(LONG, answers)
    facts = walked.answers
    for page in walked.pages:
        if page.page.number:
            first = facts.get(f"q{page.page.number // 2}")
            wanted = "x" if page.page.number % 3 else "y"
            assert first == wanted or facts.get("q0") == "y"
    again = go(LONG, walked.answers)
    assert (again.dropped, again.answers, shown(again)) == ((), walked.answers, shown(walked))
    assert again.next == walked.next
    assert set(walked.answers).isdisjoint(walked.dropped)
    if walked.complete:
        asked = {placed.id for page in walked.pages for placed in page.questions}
        assert set(walked.answers) <= asked
        for page, after in zip(walked.pages, (*walked.pages[1:], None), strict=True):
            found = next_page(LONG, walked.answers, circumstances(), after=page.page)
            assert found.page is (after and after.page)
