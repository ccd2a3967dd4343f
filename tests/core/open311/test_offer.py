"""Which reports a service takes from programs of others, and what each asks."""

from typing import Any

import pytest
from tests.support.programmes import circumstances, programme, question, step

from commonwheel.core.open311.offer import Attribute, Offer, Offered, offered
from commonwheel.core.patterns.running.programme import Programme

PLACE = step("where", question("spot", "place"))
ABOUT = step("about", question("details", "long-text"))
WHAT = question("what", "radios", options=[{"value": "hole", "label": "A hole"}, {"value": "bin", "label": "A bin"}])
DUTIES = [
    {"id": "roads", "when": "what == 'hole'", "duty": "highways", "need": [{"lgsl": 557, "lgil": 17}]},
    {"id": "rest", "duty": "waste-collection", "need": [{"lgsl": 524, "lgil": 17}]},
]


def taken(made: Programme, *, language: str = "en", tier: str = "district") -> Offered:
    return offered(
        made,
        code="test",
        circumstances=circumstances(authority={"tier": tier}),
        language=language,
        values={},
    )


def the_offer(*steps: Any, **more: Any) -> Offer:
    found = taken(programme(PLACE, ABOUT, *steps, **more))
    assert found.left_out == ()
    (offer,) = found.offers
    return offer


def the_reason(*steps: Any, **more: Any) -> str:
    found = taken(programme(*steps, **more))
    assert found.offers == ()
    (left_out,) = found.left_out
    return left_out.why


def test_a_service_about_something_at_a_place_is_offered() -> None:
    offer = the_offer()
    assert (offer.code, offer.name, offer.summary, offer.group) == ("test", "Test", "A test.", "")
    assert (offer.duty, offer.longest, offer.asked, offer.unasked) == ("waste-collection", 2_000, (), ())
    assert (offer.roles.place, offer.roles.description, offer.roles.email) == ("spot", "details", "")


FEE = {"pay": "after", "lines": [{"id": "all", "label": "All", "amount": "100"}]}
DATA = {"power": "A law", "basis": "public-task", "special": ["health"], "keep": {"years": 1, "from": "closed"}, "then": "delete"}  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "more", "why"),
    [
        ((PLACE, ABOUT), {"protect": True}, "It protects people"),
        ((PLACE, ABOUT), {"fee": FEE}, "It costs something"),
        ((PLACE, ABOUT), {"data": DATA}, "It asks for special category or criminal data"),
        ((PLACE, ABOUT), {"book": {"calendar": "visits"}}, "It needs an appointment."),
        ((ABOUT,), {}, "It asks for no spot on the ground"),
        ((PLACE, step("there", question("other", "place")), ABOUT), {}, "It asks for more than one place"),
        ((PLACE,), {}, "It asks for no description"),
        (
            (PLACE, ABOUT, step("proof", question("paper", "file"))),
            {},
            "It must have an answer to “paper”, which Open311 cannot ask.",
        ),
    ],
)
def test_what_is_not_offered_says_why(steps: tuple[Any, ...], more: dict[str, Any], why: str) -> None:
    assert why in the_reason(*steps, **more)


def test_every_type_that_can_be_asked_is_an_attribute() -> None:
    options = [{"value": "a", "label": "An A"}, {"value": "b", "label": "A B"}]
    asked = step(
        "all",
        question("one"),
        question("pounds", "money", optional=True),
        question("day", "date", hint="As on the letter."),
        question("pick", "select", options=options),
        question("some", "checkboxes", options=options),
        question("sure", "yes-no"),
        question("true", "declaration"),
    )
    assert the_offer(asked).asked == (
        Attribute("one", "string", required=True, label="one"),
        Attribute("pounds", "number", required=False, label="pounds"),
        Attribute("day", "datetime", required=True, label="day", hint="As on the letter."),
        Attribute("pick", "singlevaluelist", required=True, label="pick", values=(("a", "An A"), ("b", "A B"))),
        Attribute("some", "multivaluelist", required=True, label="some", values=(("a", "An A"), ("b", "A B"))),
        Attribute("sure", "singlevaluelist", required=True, label="sure", values=(("yes", "Yes"), ("no", "No"))),
        Attribute("true", "singlevaluelist", required=True, label="true", values=(("true", "I agree"),)),
    )


def test_words_of_answers_are_in_the_language_asked_for() -> None:
    asked = step("all", question("sure", "yes-no"), question("true", "declaration"))
    (offer,) = taken(programme(PLACE, ABOUT, asked), language="cy").offers
    assert [one.values[0][1] for one in offer.asked] == ["Ie", "Rwy’n cytuno"]
    (other,) = taken(programme(PLACE, ABOUT, asked), language="fr").offers
    assert [one.values[0][1] for one in other.asked] == ["Yes", "I agree"]


def test_sender_description_and_words_between_are_no_attributes() -> None:
    contact = step(
        "you",
        question("full_name", "name"),
        question("email", "email"),
        question("phone", "phone"),
        question("mobile", "phone", optional=True),
        {"id": "words", "type": "show", "text": "Thank you."},
    )
    offer = the_offer(contact)
    assert (offer.roles.name, offer.roles.email, offer.roles.phone) == ("full_name", "email", "phone")
    assert [one.code for one in offer.asked] == ["mobile"]


def test_what_may_be_left_out_and_cannot_be_asked_is_named() -> None:
    assert the_offer(step("photos", question("photos", "file", optional=True))).unasked == ("photos",)


def test_a_longer_description_than_open311_has_is_cut_to_its_own() -> None:
    (offer,) = taken(programme(PLACE, step("about", question("details", "long-text", max=20_000)))).offers
    assert offer.longest == 4_000


# Conditions


def test_what_other_answers_call_for_is_asked_but_not_required() -> None:
    first = step("first", question("sure", "yes-no"))
    asked = the_offer(first, step("then", question("why"), when="sure")).asked
    assert [(one.code, one.required, one.is_conditional) for one in asked] == [
        ("sure", True, False),
        ("why", False, True),
    ]


def test_what_the_council_s_own_facts_rule_out_is_not_asked() -> None:
    first = step("first", question("sure", "yes-no"), question("land", "radios", options=WHAT["options"]))
    london = step("red", question("red"), when="authority.tier == 'london' && sure && land in ['hole']")
    made = programme(PLACE, ABOUT, first, london)
    assert [one.code for one in taken(made).offers[0].asked] == ["sure", "land"]
    assert [one.code for one in taken(made, tier="london").offers[0].asked] == ["sure", "land", "red"]


def test_what_depends_on_words_or_on_too_many_choices_may_be_asked() -> None:
    words = step("words", question("colour"))
    many = [
        question(f"pick_{n}", "radios", options=[{"value": f"v{m}", "label": "V"} for m in range(9)]) for n in range(3)
    ]
    told = step("told", question("why"), when="colour == 'red'")
    tried = step("tried", question("how"), when="pick_0 == 'x' && pick_1 == 'x' && pick_2 == 'x'")
    asked = the_offer(words, step("many", *many), told, tried).asked
    assert [one.code for one in asked if one.is_conditional] == ["why", "how"]


def test_what_must_be_answered_only_sometimes_and_cannot_be_asked_does_not_stand_in_the_way() -> None:
    first = step("first", question("sure", "yes-no"))
    assert the_offer(first, step("then", question("paper", "file"), when="sure")).unasked == ("paper",)


def test_what_depends_on_an_account_may_be_asked() -> None:
    assert the_offer(step("then", question("why"), when="account.postcode == 'BN1 1AA'")).asked[0].is_conditional


# Several reports of one service


def test_each_option_of_the_choice_that_decides_the_duty_is_a_report() -> None:
    made = programme(step("what", WHAT), PLACE, ABOUT, duty=DUTIES)
    hole, waste = taken(made).offers
    assert (hole.code, hole.name, hole.group, hole.duty) == ("test.hole", "A hole", "Test", "highways")
    assert (waste.code, waste.duty, waste.fixed) == ("test.bin", "waste-collection", {"what": "bin"})
    assert [one.code for one in hole.asked] == []


def test_an_option_that_a_law_rules_out_is_not_offered() -> None:
    stops = [{"id": "no", "when": "what == 'bin'", "title": "Ask the contractor.", "law": "A law"}]
    found = taken(programme(step("what", WHAT), PLACE, ABOUT, duty=DUTIES, stops=stops))
    assert [one.code for one in found.offers] == ["test.hole"]
    assert [(one.code, one.why) for one in found.left_out] == [("test.bin", "It ends at “Ask the contractor.”.")]


def test_an_option_after_which_a_resident_may_go_on_is_offered() -> None:
    stops = [{"id": "no", "when": "what == 'bin'", "title": "Are you sure?"}]
    assert len(taken(programme(step("what", WHAT), PLACE, ABOUT, duty=DUTIES, stops=stops)).offers) == 2


@pytest.mark.parametrize(
    ("steps", "when"),
    [
        ((step("what", WHAT, question("sure", "yes-no")),), "what == 'hole' && sure"),
        ((step("sure", question("sure", "yes-no")), step("what", WHAT, when="sure")), "what == 'hole'"),
        ((step("sure", question("sure", "yes-no")), step("what", {**WHAT, "when": "sure"})), "what == 'hole'"),
        ((step("what", question("what")),), "what == 'hole'"),
        ((step("what", WHAT),), "authority.tier == 'county'"),
    ],
)
def test_where_more_decides_the_duty_the_service_is_one_report(steps: tuple[Any, ...], when: str) -> None:
    found = taken(programme(*steps, PLACE, ABOUT, duty=[{**DUTIES[0], "when": when}, DUTIES[1]]))
    assert [one.code for one in found.offers] == ["test"]


def test_a_duty_that_answers_decide_later_is_not_known() -> None:
    made = programme(step("what", WHAT, question("sure", "yes-no")), PLACE, ABOUT, duty=[{**DUTIES[0], "when": "what == 'hole' && sure"}, DUTIES[1]])  # fmt: skip
    assert taken(made).offers[0].duty == ""
