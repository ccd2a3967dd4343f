"""Answers: forms read into values, rules of each type, the pattern's own checks."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.programmes import circumstances, programme, question, step

from commonwheel.core.patterns.answering.answers import Lookups, check_answer, check_value, read_entry, read_page
from commonwheel.core.patterns.answering.cel_values import decision_facts, entry_facts, facts_of
from commonwheel.core.patterns.answering.fields import LONGEST_FIELD
from commonwheel.core.patterns.answering.route import walk

OPTIONS = [{"value": value, "label": value} for value in ("a", "b", "c")]
PDF = {"name": "a.pdf", "type": "pdf", "size": 10}
HOME = {"uprn": "100012345678", "line": "1 High Street, Lewes", "postcode": "BN7 1AA", "authority": "lewes"}
LOOKUPS = Lookups(
    find_property=lambda uprn: HOME if uprn == HOME["uprn"] else None,
    find_postcode=lambda postcode: {"lat": 50.8, "lon": -0.1} if postcode == "BN1 1AA" else None,
)


def made(kind, **more):
    return programme(step("page", question("q", kind, **more)))


def read(kind, posted, *, answers=None, lookups=LOOKUPS, **more):
    ready = made(kind, **more)
    return read_page(
        ready, ready.page("page"), posted, answers=answers or {}, circumstances=circumstances(), lookups=lookups
    )


def form(**fields):
    return {name.replace("__", "-"): [value] if isinstance(value, str) else value for name, value in fields.items()}


@pytest.mark.parametrize(
    ("kind", "posted", "more", "value"),
    [
        ("text", form(q="  Amina "), {}, "Amina"),
        ("long-text", form(q="a\r\nb\rc"), {}, "a\nb\nc"),
        ("name", form(q="Ffion e\u0301"), {}, "Ffion \u00e9"),
        ("email", form(q="a@example.com"), {}, "a@example.com"),
        ("phone", form(q="+44 (0)1273 290000"), {}, "01273 290000"),
        ("phone", form(q="01273-290000"), {}, "01273 290000"),
        ("phone", form(q="+33 1 42 68 53 00"), {}, "+33 1 42 68 53 00"),
        ("radios", form(q="a"), {"options": OPTIONS}, "a"),
        ("select", form(q=["b", "a"]), {"options": OPTIONS}, "a"),
        ("checkboxes", form(q=["a", "c", "a", ""]), {"options": OPTIONS}, ["a", "c"]),
        ("national-insurance", form(q="qq 12 34 56 c".replace("qq", "ab")), {}, "AB123456C"),
        ("vehicle", form(q="ab12 cde"), {}, "AB12CDE"),
        ("bank-account", form(q__sort_code="12 34-56", q__account_number="123456"), {}, "12-34-56 00123456"),
        ("number", form(q="1,234"), {}, 1234),
        ("number", form(q="-2.50"), {"decimals": 2}, -2.5),
        ("money", form(q="£1,234.50"), {}, 123450),
        ("yes-no", form(q="yes"), {}, True),
        ("yes-no", form(q="false"), {}, False),
        ("declaration", form(q="yes"), {}, True),
        ("date", form(q__day="3", q__month="2", q__year="2026"), {}, "2026-02-03"),
        ("date", form(q__day="03", q__month="March", q__year="2026"), {}, "2026-03-03"),
        ("date", form(q__day="3", q__month="rhag.", q__year="2026"), {}, None),
        ("date", form(q__day="3", q__month="Rhagfyr", q__year="2026"), {}, "2026-12-03"),
        ("date", form(q__day="3", q__month="sep.", q__year="2026"), {}, "2026-09-03"),
        ("time", form(q="9:30am"), {}, "09:30"),
        ("time", form(q="12 pm"), {}, "12:00"),
        ("time", form(q="12am"), {}, "00:00"),
        ("time", form(q="14.30"), {}, "14:30"),
        ("time", form(q="Midday"), {}, "12:00"),
        ("time", form(q__hour="7", q__minute="05"), {}, "07:05"),
        ("time", form(q__hour="7"), {}, "07:00"),
        ("address", form(q__uprn=HOME["uprn"]), {}, HOME),
        ("address", form(q=HOME["uprn"]), {}, HOME),
        ("address", form(q__line_1="1 Low St", q__town="Lewes", q__postcode="bn71aa"), {}, {"line": "1 Low St, Lewes", "postcode": "BN7 1AA"}),
        ("address", form(q__uprn="5", q__typed="yes", q__line1="1", q__line2="2", q__town="3"), {}, {"line": "1, 2, 3"}),
        ("place", form(q__lat="50.9", q__lon="-0.05"), {}, {"lat": 50.9, "lon": -0.05}),
        ("place", form(q__words="By the pond", q__postcode="bn1 1aa"), {}, {"words": "By the pond", "postcode": "BN1 1AA", "lat": 50.8, "lon": -0.1}),
        ("place", form(q__words="By the pond", q__postcode="bn2 1aa"), {}, {"words": "By the pond", "postcode": "BN2 1AA"}),
        ("slot", form(q="2026-11-23T09:00/2026-11-23T09:30"), {}, {"from": "2026-11-23T09:00", "until": "2026-11-23T09:30"}),
        ("slot", form(q__from="2026-11-23T09:00", q__until="2026-11-23T09:30"), {}, {"from": "2026-11-23T09:00", "until": "2026-11-23T09:30"}),
        ("signature", form(q__name="Amina Khan"), {}, [{"name": "Amina Khan", "type": "typed", "size": 0}]),
    ],
)  # fmt: skip
def test_what_people_type_becomes_a_value(kind, posted, more, value):
    page = read(kind, posted, **more)
    if value is None:
        assert [error.code for error in page.errors] == ["not-a-date"]
    else:
        assert (page.errors, page.values) == ((), {"q": value})
        assert type(page.values["q"]) is type(value)


@pytest.mark.parametrize(
    ("kind", "posted", "more", "code", "part"),
    [
        ("text", form(q="a\x00"), {}, "character", ""),
        ("text", form(q="a\ud800"), {}, "character", ""),
        ("text", form(q="a\nb"), {}, "character", ""),
        ("text", form(q="x" * 201), {}, "too-long", ""),
        ("text", form(q="x" * 30_000), {}, "too-long", ""),
        ("text", form(q="x"), {"min": 2}, "too-short", ""),
        ("text", form(q="  "), {}, "required", ""),
        ("text", {"q": "one text where a list was due" * 10}, {}, "too-long", ""),
        ("email", form(q="a@example"), {}, "not-an-email", ""),
        ("email", form(q="a@" + "b" * 60 + ".uk" * 90), {}, "too-long", ""),
        ("phone", form(q="999"), {}, "not-a-phone", ""),
        ("phone", form(q="ring me"), {}, "not-a-phone", ""),
        ("national-insurance", form(q="GB123456A"), {}, "not-a-national-insurance", ""),
        ("vehicle", form(q="A!"), {}, "not-a-vehicle", ""),
        ("radios", form(q="z"), {"options": OPTIONS}, "not-an-option", ""),
        ("checkboxes", form(q=["z"]), {"options": OPTIONS}, "not-an-option", ""),
        ("checkboxes", form(q=["a", "b"]), {"options": OPTIONS, "max": 1}, "too-many", ""),
        ("checkboxes", form(q=["a"]), {"options": OPTIONS, "min": 2}, "too-few", ""),
        ("checkboxes", {}, {"options": OPTIONS}, "required", ""),
        ("number", form(q="many"), {}, "not-a-number", ""),
        ("number", form(q="1.5"), {}, "not-a-whole-number", ""),
        ("number", form(q="1.555"), {"decimals": 2}, "too-precise", ""),
        ("number", form(q="1"), {"min": 2}, "too-small", ""),
        ("number", form(q="9"), {"max": 2}, "too-large", ""),
        ("number", form(q="9" * 16), {}, "too-large", ""),
        ("number", form(q="-" + "9" * 16), {}, "too-small", ""),
        ("number", form(q="9" * 50), {}, "not-a-number", ""),
        ("money", form(q="lots"), {}, "not-an-amount", ""),
        ("money", form(q="-5"), {}, "too-small", ""),
        ("money", form(q="6"), {"max": 500}, "too-large", ""),
        ("yes-no", form(q="perhaps"), {}, "not-an-option", ""),
        ("yes-no", {}, {}, "required", ""),
        ("declaration", {}, {}, "not-agreed", ""),
        ("declaration", form(q="no"), {}, "not-agreed", ""),
        ("date", form(q__day="3"), {}, "month-missing", "month"),
        ("date", form(q__month="3", q__year="2026"), {}, "day-missing", "day"),
        ("date", form(q__day="3", q__month="3"), {}, "year-missing", "year"),
        ("date", form(q__day="3", q__month="3", q__year="26"), {}, "year-too-short", "year"),
        ("date", form(q__day="30", q__month="2", q__year="2026"), {}, "not-a-date", ""),
        ("date", form(q__day="3", q__month="x", q__year="2026"), {}, "not-a-date", ""),
        ("date", form(q__day="٣", q__month="3", q__year="2026"), {}, "not-a-date", ""),
        ("date", form(q__day="3", q__month="3", q__year="0000"), {}, "not-a-date", ""),
        ("date", form(q__day="1", q__month="1", q__year="2020"), {"min": "2021-01-01"}, "too-early", ""),
        ("date", form(q__day="1", q__month="1", q__year="2022"), {"max": "2021-01-01"}, "too-late", ""),
        ("time", form(q="9"), {}, "not-a-time", ""),
        ("time", form(q="13pm"), {}, "not-a-time", ""),
        ("time", form(q="24:00"), {}, "not-a-time", ""),
        ("time", form(q="soon"), {}, "not-a-time", ""),
        ("time", form(q="08:00"), {"min": "09:00"}, "too-early", ""),
        ("time", form(q="18:00"), {"max": "17:00"}, "too-late", ""),
        ("bank-account", form(q__sort_code="1"), {}, "not-a-sort-code", "sort_code"),
        ("bank-account", form(q__sort_code="123456", q__account_number="1"), {}, "not-an-account-number", "account_number"),
        ("address", form(q__uprn="5"), {}, "not-an-address", ""),
        ("address", form(q__uprn="zork"), {}, "not-an-address", ""),
        ("address", form(q__postcode="BN1 1AA"), {}, "not-an-address", "postcode"),
        ("address", form(q__line_2="x", q__town="y"), {}, "line-missing", "line_1"),
        ("address", form(q__line_1="x"), {}, "town-missing", "town"),
        ("address", form(q__line_1="x", q__town="y", q__postcode="nowhere"), {}, "not-a-postcode", "postcode"),
        ("address", form(q__line_1="x" * 600, q__town="y"), {}, "not-an-address", ""),
        ("place", form(q__lat="5"), {}, "not-a-place", ""),
        ("place", form(q__lat="500", q__lon="0"), {}, "not-a-place", ""),
        ("place", form(q__postcode="nowhere"), {}, "not-a-postcode", "postcode"),
        ("place", form(q__postcode="BN2 1AA"), {}, "not-a-place", ""),
        ("place", form(q__words="x" * 501), {}, "too-long", "words"),
        ("slot", form(q="tomorrow"), {}, "not-a-slot", ""),
        ("slot", form(q="2026-11-23T09:30/2026-11-23T09:00"), {}, "not-a-slot", ""),
        ("slot", {}, {}, "required", ""),
        ("file", {}, {}, "required", ""),
        ("signature", {}, {}, "required", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_says_why_and_where(kind, posted, more, code, part):
    page = read(kind, posted, **more)
    assert (page.errors[0].question, page.errors[0].code, page.errors[0].part) == ("q", code, part)
    assert page.values == {}


@pytest.mark.parametrize(
    ("kind", "more", "value", "code"),
    [
        ("text", {}, 5, "not-readable"),
        ("text", {}, "", "required"),
        ("email", {}, 5, "not-readable"),
        ("email", {}, "a\x00", "character"),
        ("email", {}, "", "required"),
        ("bank-account", {}, "1", "not-readable"),
        ("radios", {"options": OPTIONS}, ["a"], "not-an-option"),
        ("checkboxes", {"options": OPTIONS}, "a", "not-readable"),
        ("checkboxes", {"options": OPTIONS}, ["a", "a"], "not-an-option"),
        ("checkboxes", {"options": OPTIONS}, [], "too-few"),
        ("number", {}, True, "not-a-number"),
        ("number", {}, float("nan"), "not-a-number"),
        ("number", {}, 10**400, "too-large"),
        ("number", {}, 1.0, "not-a-whole-number"),
        ("number", {"decimals": 1}, 1.55, "too-precise"),
        ("money", {}, 1.5, "not-an-amount"),
        ("money", {}, 10**400, "too-large"),
        ("yes-no", {}, "yes", "not-an-option"),
        ("declaration", {}, "yes", "not-readable"),
        ("declaration", {}, False, "not-agreed"),
        ("date", {}, "2026-02-30", "not-a-date"),
        ("date", {}, "soon", "not-a-date"),
        ("time", {}, "9:00", "not-a-time"),
        ("time", {}, 540, "not-a-time"),
        ("address", {}, "1 High Street", "not-an-address"),
        ("address", {}, {"line": "x", "zip": "y"}, "not-an-address"),
        ("address", {}, {"line": "x", "uprn": "y"}, "not-an-address"),
        ("address", {}, {"line": 5}, "not-an-address"),
        ("address", {}, {"uprn": "5"}, "line-missing"),
        ("address", {}, {"line": "x", "postcode": "bn1 1aa"}, "not-a-postcode"),
        ("address", {}, {"line": "x", "postcode": "zork"}, "not-a-postcode"),
        ("place", {}, {"lat": True, "lon": 1}, "not-a-place"),
        ("place", {}, {"lat": float("nan"), "lon": 1}, "not-a-place"),
        ("place", {}, {"lon": 1, "words": "x"}, "not-a-place"),
        ("place", {}, {"words": "x", "postcode": "zork"}, "not-a-postcode"),
        ("slot", {}, {"from": "2026-13-01T09:00", "until": "2026-11-23T09:30"}, "not-a-slot"),
        ("slot", {}, {"from": "2026-11-23T09:00"}, "not-a-slot"),
        ("file", {}, ["a.pdf"], "not-a-file"),
        ("file", {}, [{**PDF, "size": -1}], "not-a-file"),
        ("file", {}, [{**PDF, "name": ""}], "not-a-file"),
        ("file", {}, [{**PDF, "type": "exe"}], "file-kind"),
        ("file", {}, [{**PDF, "size": 11 * 1_048_576}], "file-too-large"),
        ("file", {}, [PDF, PDF], "too-many"),
        ("signature", {}, [PDF, PDF], "not-a-file"),
        ("signature", {}, [], "not-a-file"),
        ("group", {"ask": [question("m")]}, "x", "not-a-group"),
        ("group", {"ask": [question("m")]}, [5], "not-a-group"),
        ("group", {"ask": [question("m")]}, [], "too-few"),
        ("group", {"ask": [question("m")]}, [{}], "required"),
        ("group", {"ask": [question("m")]}, [{"m": 5}], "not-readable"),
        ("group", {"ask": [question("m")]}, [{"m": "x", "n": "y"}], "not-asked"),
    ],
)
def test_stored_answers_are_held_to_the_same_rules(kind, more, value, code):
    placed = made(kind, **more).questions["q"]
    assert [error.code for error in check_value(placed, value)] == [code]


def test_words_are_not_asked():
    ready = programme(step("page", {"id": "w", "type": "show", "text": "Words"}))
    assert check_value(ready.page("page").entries[0], "x")[0].code == "not-asked"


def test_a_files_type_may_be_its_media_type():
    placed = made("file", max=2).questions["q"]
    assert check_value(placed, [{**PDF, "type": "application/pdf"}, PDF]) == ()


def test_an_error_carries_what_a_sentence_needs():
    error = read("text", form(q="x" * 201)).errors[0]
    assert dict(error.values) == {"max": 200, "found": 201}
    assert dict(read("date", form(q__day="1", q__month="1", q__year="2020"), min="2021-01-01").errors[0].values) == {
        "min": "2021-01-01", "found": "2020-01-01",
    }  # fmt: skip
    assert dict(read("number", form(q="1.555"), decimals=2).errors[0].values) == {"decimals": 2}


def test_an_optional_question_left_blank_withdraws_its_answer():
    page = read("text", {}, optional=True, answers={"q": "old"})
    assert (page.errors, page.blank) == ((), ("q",))
    assert page.applied({"q": "old", "other": 1}) == {"other": 1}


def test_what_was_typed_comes_back_cut_short():
    page = read("date", {"q-day": ["31" * 30_000], "other": ["x"], "q-month": "text"})
    assert page.typed == {"q-day": [("31" * 30_000)[:LONGEST_FIELD]], "q-month": ["text"]}


def test_files_come_from_what_is_stored_or_from_this_page():
    assert read("file", {}, answers={"q": [PDF]}).values == {"q": [PDF]}
    other = {**PDF, "name": "b.pdf"}
    assert read("file", {}, answers={"q": [PDF]}, lookups=Lookups(files={"q": [other]})).values == {"q": [other]}
    assert read("file", {}, answers={"q": [PDF]}, lookups=Lookups(files={"q": []})).errors[0].code == "required"
    assert read("signature", form(q="Amina"), lookups=Lookups(files={"q": [PDF]})).values == {"q": [PDF]}


CHECKED = programme(
    step("first", question("start", "date"), question("many", "number", optional=True)),
    step(
        "second",
        question("end", "date", check=[{"id": "after", "that": "end > start", "say": "The end must be later"}]),
        question("why", when="end > start"),
        {"id": "w", "type": "show", "text": "Words"},
    ),
    step("third", question("spot", "place", within="authority"), question("home", "address", within="authority")),
)  # fmt: skip


def second(posted, answers, **more):
    return read_page(CHECKED, CHECKED.page("second"), posted, answers=answers, circumstances=circumstances(**more))


def test_a_patterns_own_check_carries_the_address_of_its_words():
    page = second(form(end__day="1", end__month="1", end__year="2026"), {"start": "2026-01-02"})
    assert [(error.code, error.address) for error in page.errors] == [("check", "steps.second.ask.end.check.after.say")]


def test_a_check_that_is_unknown_passes_and_a_question_that_is_not_asked_is_not_read():
    page = second(form(end__day="1", end__month="1", end__year="2026", why="x"), {"start": "soon"})
    assert (page.errors, page.values) == ((), {"end": "2026-01-01"})


def test_a_question_may_hang_on_an_earlier_one_of_its_page():
    posted = form(end__day="3", end__month="1", end__year="2026")
    page = second(posted, {"start": "2026-01-02"})
    assert [error.question for error in page.errors] == ["why"]
    assert second({**posted, "why": ["x"]}, {"start": "2026-01-02"}).values == {"end": "2026-01-03", "why": "x"}


def test_what_is_known_to_lie_outside_the_council_is_refused():
    posted = form(spot__lat="50.9", spot__lon="0", home__uprn=HOME["uprn"])

    def codes(**more):
        page = read_page(
            CHECKED, CHECKED.page("third"), posted, answers={}, circumstances=circumstances(**more), lookups=LOOKUPS
        )
        return [error.code for error in page.errors]

    assert codes() == []
    assert codes(authority={"id": "lewes"}, in_area=lambda spot, area: True) == []
    assert codes(authority={"id": "rother"}, in_area=lambda spot, area: False) == ["outside-authority"] * 2


def test_a_typed_address_lies_where_its_postcode_lies():
    typed = {"typed": "yes", "line_1": "1 High Street", "town": "Lewes"}

    def found(in_area, **more):
        posted = form(**{f"home__{part}": text for part, text in {**typed, **more}.items()})
        around = circumstances(authority={"id": "lewes"}, in_area=lambda spot, area: in_area)
        page = read_page(CHECKED, CHECKED.page("third"), posted, answers={}, circumstances=around, lookups=LOOKUPS)
        return [(error.code, error.part) for error in page.errors if error.question == "home"]

    assert found(in_area=False, postcode="BN1 1AA") == [("outside-authority", "postcode")]
    assert found(in_area=True, postcode="BN7 1AA") == []
    assert found(in_area=None, postcode="BN7 1AA") == []
    assert found(in_area=False) == []


GROUP = programme(
    step("first", question("owner", "yes-no")),
    step(
        "cars",
        question(
            "cars", "group", min=0, max=2,
            check=[{"id": "one", "that": "size(cars) < 2", "say": "One only"}],
            ask=[
                question("plate", "vehicle"),
                question("since", "date", optional=True),
                question("seats", "number", when="owner", check=[{"id": "few", "that": "item.seats < 9 && seats < 8", "say": "Few"}]),
                question("big", when="seats > 5 && answered('since') && item.since < today"),
                {"id": "w", "type": "show", "text": "Words"},
            ],
        ),
    ),
)  # fmt: skip
CARS = GROUP.questions["cars"]


def entry(posted, answers, **more):
    return read_entry(GROUP, CARS, posted, answers=answers, circumstances=circumstances(), **more)


def test_one_entry_of_a_group_is_read_by_itself():
    assert entry(form(plate="ab12cde", seats="3"), {"owner": False}).values == {"plate": "AB12CDE"}
    assert entry(form(plate="ab12cde", seats="3"), {"owner": True}).values == {"plate": "AB12CDE", "seats": 3}
    page = entry(form(plate="ab12cde"), {"owner": True})
    assert [(error.question, error.code) for error in page.errors] == [("seats", "required")]
    page = entry(form(plate="ab12cde", seats="9"), {"owner": True})
    assert [(error.question, error.code) for error in page.errors] == [("seats", "check")]
    dated = form(plate="ab12cde", seats="6", since__day="1", since__month="1", since__year="2026")
    assert [error.question for error in entry(dated, {"owner": True}).errors] == ["big"]
    assert entry({**dated, "big": ["x"]}, {"owner": True}).values["big"] == "x"


def test_a_page_with_a_group_takes_its_entries_as_they_are_stored():
    def cars(answers):
        return read_page(GROUP, GROUP.page("cars"), {}, answers=answers, circumstances=circumstances())

    assert cars({"owner": False}).values == {"cars": []}
    one = {"plate": "AB12CDE"}
    assert cars({"owner": False, "cars": [one]}).values == {"cars": [one]}
    assert [error.code for error in cars({"owner": False, "cars": [one, one]}).errors] == ["check"]
    page = cars({"owner": True, "cars": [one]})
    assert [(error.question, error.part, error.code) for error in page.errors] == [("cars", "0.seats", "required")]


def test_conditions_of_members_hold_for_stored_entries_too():
    placed = GROUP.questions["cars"]
    facts = facts_of(GROUP, {"owner": True}, circumstances())
    good = {"plate": "AB12CDE", "seats": 4}
    assert check_answer(placed, [good], facts=facts, circumstances=circumstances()) == ()
    plain = programme(step("a", question("g", "group", ask=[question("m")]))).questions["g"]
    assert check_answer(plain, [{"m": "x"}], facts=facts, circumstances=circumstances()) == ()


def test_what_an_officer_answered_is_read_as_a_decision():
    ask = [
        question("paid", "money"),
        question("why", when="decision.paid > 100", check=[{"id": "c", "that": "decision.why != ''", "say": "x"}]),
    ]
    state = {"id": "done", "label": "Done", "final": "done", "ask": ask}
    ready = programme(step("a", question("a")), case={"reference": "X", "states": [state]})
    paid, why = ready.decisions["done"]
    facts = decision_facts(facts_of(ready, {}, circumstances()), ready, "done", {"paid": 101, "why": 5})
    assert why.when[0].run(facts) is True
    assert (why.address, why.page, paid.optional) == ("case.states.done.ask.why", "", False)


def test_facts_of_an_entry_need_a_group():
    facts = facts_of(GROUP, {}, circumstances())
    assert entry_facts(facts, GROUP.questions["owner"], {}) is facts


def written(kind, value):
    """Write an answer as a browser would send it."""
    if kind == "date":
        year, month, day = value.split("-")
        return form(q__day=day, q__month=month, q__year=year)
    if kind == "bank-account":
        return form(q__sort_code=value[:8], q__account_number=value[9:])
    if kind == "place":
        return form(q__lat=f"{value['lat']:.5f}", q__lon=f"{value['lon']:.5f}")
    return form(
        q={"yes-no": lambda v: "yes" if v else "no", "money": lambda v: f"{v // 100}.{v % 100:02}"}.get(kind, str)(
            value
        )
    )


PLAIN = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=50)
ANSWERS = st.one_of(
    st.tuples(st.just("date"), st.dates(dt.date(1000, 1, 1)).map(str)),
    st.tuples(st.just("time"), st.times().map(lambda time: f"{time:%H:%M}")),
    st.tuples(st.just("money"), st.integers(0, 10**9)),
    st.tuples(st.just("number"), st.integers(-(10**14), 10**14)),
    st.tuples(st.just("yes-no"), st.booleans()),
    st.tuples(st.just("text"), PLAIN),
    st.tuples(st.just("bank-account"), st.from_regex(r"[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{8}", fullmatch=True)),
    st.tuples(st.just("place"), st.fixed_dictionaries({"lat": st.integers(-90, 90).map(float), "lon": st.integers(-180, 180).map(float)})),
)  # fmt: skip
READY = {kind: made(kind) for kind in ("date", "time", "money", "number", "yes-no", "text", "bank-account", "place")}


@settings(max_examples=150, deadline=None)
@given(ANSWERS)
def test_reading_what_was_written_gives_the_same_answer(answer):
    kind, value = answer
    ready = READY[kind]
    page = read_page(ready, ready.page("page"), written(kind, value), answers={}, circumstances=circumstances())
    if kind == "text" and not page.errors:
        again = read_page(
            ready, ready.page("page"), written(kind, page.values["q"]), answers={}, circumstances=circumstances()
        )
        assert again.values == page.values
        return
    assert (page.errors, page.values) == ((), {"q": value})
    assert walk(ready, page.values, circumstances()).complete


EVERY = programme(
    step(
        "page",
        *(question(kind.replace("-", "_"), kind) for kind in (
            "text", "long-text", "email", "phone", "name", "national-insurance", "vehicle", "bank-account", "number",
            "money", "yes-no", "declaration", "date", "time", "file", "address", "place", "slot", "signature",
        )),
        question("radios", "radios", options=OPTIONS), question("ticked", "checkboxes", options="settings.choices"),
        question("group", "group", ask=[question("m"), question("n", "date", when="m == 'x'")]),
    ),
    settings=[
        {"id": "choices", "type": "options", "default": OPTIONS}, {"id": "at", "type": "time", "default": "09:00"},
        {"id": "on", "type": "date", "default": "2026-01-01"}, {"id": "mail", "type": "email", "default": "a@b.uk"},
    ],
)  # fmt: skip
NAMES = sorted(EVERY.questions)
CONTROLS = [
    f"{name}{part}"
    for name in NAMES
    for part in (
        "",
        "-day",
        "-month",
        "-year",
        "-lat",
        "-lon",
        "-words",
        "-uprn",
        "-line_1",
        "-town",
        "-postcode",
        "-sort_code",
        "-account_number",
        "-hour",
    )
]
TYPED = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["1", "2026", "yes", "9am", "£5", "a@b.uk", "\x00", "\ud800", "-", "/", "01273 290000"]),
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["m", "n", "lat", "lon", "line", "name", "type", "size", "from"]), inner, max_size=3)),
    max_leaves=5,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.sampled_from(CONTROLS), st.lists(TYPED, max_size=2), max_size=12),
    st.dictionaries(st.sampled_from(NAMES), JSON, max_size=6),
)
def test_nothing_that_is_sent_or_stored_makes_it_raise(posted, stored):
    page = read_page(EVERY, EVERY.page("page"), posted, answers=stored, circumstances=circumstances(), lookups=LOOKUPS)
    assert set(page.values).isdisjoint(error.question for error in page.errors)
    read_entry(EVERY, EVERY.questions["group"], posted, answers=stored, circumstances=circumstances())
    walked = walk(EVERY, stored, circumstances())
    assert walk(EVERY, walked.answers, circumstances()).answers == walked.answers or repr(stored).count("nan")


@pytest.mark.parametrize(
    ("kind", "posted", "code"),
    [("text", form(), "required"), ("date", form(), "required"), ("declaration", form(), "not-agreed")],
)
def test_a_missing_answer_carries_the_address_of_the_pattern_s_words_for_it(kind, posted, code):
    with_words = programme(step("only", question("q", kind, missing="Tell us")))
    page = with_words.page("only")
    (error,) = read_page(with_words, page, posted, answers={}, circumstances=circumstances()).errors
    assert (error.code, error.address) == (code, "steps.only.ask.q.missing")
    assert page.entries[0].words_at(error.address) == "Tell us"
    assert page.entries[0].words_at("steps.only.ask.q.check.none.say") == ""


def test_a_refused_answer_carries_the_address_of_the_words_of_its_check():
    few = {"id": "few", "that": "q < 3", "say": "At most two"}
    with_words = programme(step("only", question("q", "number", check=[few])))
    page = with_words.page("only")
    (error,) = read_page(with_words, page, form(q="3"), answers={}, circumstances=circumstances()).errors
    assert page.entries[0].words_at(error.address) == "At most two"
    assert page.entries[0].words_at("steps.only.ask.q.check.another.say") == ""
