"""Flows of PlanX become patterns: what each node becomes, and what is told of."""

from typing import Any

import pytest
import yaml
from tests.core.forms.imports import imported, programme_of
from tests.core.forms.planx_flows import choice, flow, node, question

from commonwheel.core.forms.importing import Imported
from commonwheel.core.forms.leaves import CannotBeSaid
from commonwheel.core.forms.planx import flow as graph
from commonwheel.core.forms.planx import passport
from commonwheel.core.forms.planx import read as reading
from commonwheel.core.forms.planx.formulas import outcomes, read_comparison
from commonwheel.core.forms.planx.logic import Logic, TooMany, choice_of, one_of
from commonwheel.core.forms.planx.needs import Needs
from commonwheel.core.forms.source import FormCannotBeRead
from commonwheel.core.forms.terms import FALSE, TRUE, Answer, Call, Constant, both, either, negated


def told(made: Imported) -> str:
    return "\n".join(map(str, (*made.report.changed, *made.report.not_carried)))


def pattern(made: Imported) -> dict[str, Any]:
    programme_of(made)
    found: dict[str, Any] = yaml.safe_load(made.files["pattern.yaml"])
    return found


def asked(made: Imported, number: int) -> dict[str, Any]:
    found: dict[str, Any] = pattern(made)["steps"][number]["ask"][-1]
    return found


FIELDS = [
    {"type": "text", "data": {"fn": "what", "title": "What?", "type": "long"}},
    {"type": "number", "data": {"fn": "many", "title": "How many?", "units": "metres", "isInteger": True}},
    {"type": "question", "data": {"fn": "sort", "title": "Which?", "options": [{"id": "x", "data": {"val": "one", "text": "One"}}]}},
    {"type": "checklist", "data": {"fn": "all", "title": "Which of them?", "options": [{"id": "x", "data": {"text": "Two"}}]}},
    {"type": "date", "data": {"fn": "day", "title": "When?"}},
    {"type": "question", "data": {"fn": "none", "title": "None?"}},
    {"type": "riddle", "data": {"title": "A riddle?"}},
]  # fmt: skip
SCHEMA = {"type": "Thing", "min": 1, "max": 90, "fields": FIELDS}
EVERY = {
    "text": node(110, title="Say it", type="long", description="<p>In short</p>", info="<p>Because</p>", policyRef="", tags=["x"]),
    "odd": node(110, title="Say it oddly", type="sung"),
    "checked": node(111, title="Say it well"),
    "number": node(150, title="How much?", units="m²", allowNegatives=True, description="About"),
    "day": node(120, title="When?", min="2020-01-01", max="soon"),
    "address": node(130, title="Where?"),
    "contact": node(135, title="Who?", fn="applicant", description="You"),
    "file": node(140, title="A file"),
    "find": node(9, title="Which property?", allowNewAddresses=True),
    "about": node(12, title="About it", description="<p>This is it.</p>"),
    "draw": node(10, title="Draw it", titleForUploading="Or a plan", descriptionForUploading="<p>Any plan.</p>"),
    "map": node(155, title="Mark it", schema=SCHEMA),
    "list": node(800, title="Things", schema=SCHEMA, schemaName="Things"),
    "bare": node(800, title="No things", description="<p>Nothing is asked.</p>", schema={"fields": []}),
    "page": node(810, title="A page", description="All of it", schema=SCHEMA, schemaName="Things"),
    "blank": node(810, title="A blank page", schema={}),
    "lookup": node(11, title="Constraints"),
    "notice": node(8, title="Mind", description='<p>Mind <img src="https://example.com/a.png"> it</p>', color="#EFEFEF"),
    "tasks": node(7, title="To do", tasks=[{"title": "This", "description": "<p>first</p>"}], info="<p>Why</p>"),
    "next": node(730, title="Next", steps=[{"title": "Go on", "url": "http://www.legislation.gov.uk/x"}]),
    "bareTasks": node(7, title="Nothing to do", description="<p>Nothing.</p>"),
    "content": node(250, content="<h1>Our service</h1><p>One</p><p>Two</p>", notes="hm"),
    "words": question("", description="<ul><li>Mind</li></ul>"),
    "section": node(360, title="Part one"),
    "pay": node(400, title="Pay"), "send": node(650, title="Send"), "review": node(600), "fee": node(381, fn="x"),
    "feedback": node(900, title="Tell us"), "result": node(3, flagSet="x"), "note": node(999, text="hm"),
    "set": node(380, fn="a", val="b"), "sum": node(700, fn="c", formula="1 + 1"), "moon": node(4711, title="?"),
    "sent": node(725, heading="Sent", description="Thank you", moreInfo="<p>More</p>", nextSteps=[{"title": "Check", "description": "We check"}]),
    "again": node(725, heading="Sent again"),
    "folder": node(300, text="A folder"), "elsewhere": node(310, flowId="abc"),
    "choose": question("", "yes", "no", kind=105, allRequired=True, categories=[{"title": "x", "count": 2}]),
    "yes": choice("", text="Yes", description="<p>Indeed</p>", img="x.png"), "no": choice("", text="Yes", flags=["flag.a"]),
}  # fmt: skip


def test_every_kind_of_node_is_kept_or_told_of() -> None:
    made = imported(flow(*(key for key in EVERY if key not in ("yes", "no")), **EVERY))
    whole = pattern(made)
    kinds = [entry["type"] for step in whole["steps"] for entry in step["ask"]]
    for kind in ("text", "long-text", "number", "date", "address", "name", "phone", "email", "file", "group", "place",
                 "checkboxes", "show", "radios"):  # fmt: skip
        assert kind in kinds
    said = told(made)
    for words in ("of type sung", "boundary cannot be drawn", "`allowNewAddresses`", "A picture", "of type riddle", "of type 4711",
                  "A section", "Paying", "Sending", "Checking the answers", "A fee", "A result", "A note", "Data that is set",
                  "What is worked out", "Asking for feedback", "Another flow, abc", "The name of a folder", "“Sent again”",
                  "Flags of an answer", "Headings among choices", "It has no choices", "One spot on the map"):  # fmt: skip
        assert words in said, words
    assert whole["title"] == "Our service"
    assert b"We check" in made.files["messages/received.md"]
    words = next(step for step in whole["steps"] if step["id"] == "content")
    assert (words["title"], words["ask"][0]["text"]) == ("Our service", "One\n\nTwo")
    text = next(step for step in whole["steps"] if step["id"] == "text")
    assert (text["text"], text["ask"][0]["hint"]) == ("**Why it matters**\n\nBecause", "In short")
    assert made.report.total["questions"] - made.report.kept["questions"] == 1


def test_a_question_is_shown_to_whoever_chose_the_answer_it_stands_under() -> None:
    made = imported(flow(
        "q", "end", q=question("kind", "a", "b", "c"), a=choice("a", "folder"), b=choice("b", "why", "stop"), c=choice("c"),
        folder=node(300, "why", "only"), why=node(110, title="Why?"), only=node(110, title="Only a?"),
        stop=node(8, title="Not for you", description="<p>Go away.</p>", resetButton=True), end=node(110, title="Last?"),
    ))  # fmt: skip
    whole = pattern(made)
    assert {step["id"]: step.get("when") for step in whole["steps"]} == {
        "q": None, "why": "kind in ['a', 'b']", "only": "kind == 'a'", "end": None,
    }  # fmt: skip
    assert [stop["when"] for stop in whole["stops"]] == ["kind == 'b'"]
    assert "asked once: at the last of them" in told(made)


def test_an_end_that_everybody_comes_to_is_a_page_or_comes_after_what_is_asked() -> None:
    end = node(8, title="The end", resetButton=True)
    alone = imported(flow("end", "q", end=end, q=node(110, title="Why?")))
    assert "An end that everybody comes to" in told(alone)
    after = imported(flow("q", "end", end=end, q=node(110, title="Why?")))
    assert [stop["when"] for stop in pattern(after)["stops"]] == ['answered("why")']


def test_an_end_that_many_ways_lead_to_stands_there_several_times_and_one_with_too_many_ends_for_nobody() -> None:
    for count, stops in ((60, 2), (160, 1)):
        nodes: dict[str, Any] = {"end": node(8, title="The end", resetButton=True)}
        for number in range(count):
            nodes |= {f"q{number}": question("", f"a{number}", f"b{number}", text=f"A rather long question, number {number}?"),
                      f"a{number}": choice("a", "end"), f"b{number}": choice("b")}  # fmt: skip
        made = imported(flow(*(f"q{number}" for number in range(count)), **nodes))
        assert len(pattern(made)["stops"]) >= stops
        assert ("It ends for nobody" in told(made)) == (count > 150)


def test_what_more_ways_lead_to_than_can_be_said_is_shown_to_all_and_told_of() -> None:
    nodes: dict[str, Any] = {"why": node(110, title="Why?", fn="why"), "odd": question("odd", "o"), "o": choice("o")}
    for number in range(160):
        nodes |= {f"q{number}": question("", f"a{number}", f"b{number}"), f"a{number}": choice("a", "why", "odd"),
                  f"b{number}": choice("b")}  # fmt: skip
    made = imported(flow(*(f"q{number}" for number in range(160)), **nodes))
    assert told(made).count("too many ways lead to it") == 2
    assert made.report.total["conditions"] - made.report.kept["conditions"] == 2
    assert "when" not in pattern(made)["steps"][-1]


def test_what_planx_would_answer_by_too_much_is_put_to_people() -> None:
    nodes: dict[str, Any] = {"last": question("kind", "x", "y"), "x": choice("a", "why"), "y": choice(""),
                             "why": node(110, title="Why?"), "filter": question("flag", "f", "g", kind=500),
                             "f": choice("flag.a", "why"), "g": choice(""), "size": node(150, title="How many?", fn="size"),
                             "files": node(145, title="Files", fileTypes=[
                                 {"name": "Plan", "rule": {"condition": "RequiredIf", "fn": "kind", "val": "a"}},
                                 {"name": "View", "rule": {"condition": "RecommendedIf", "fn": "none", "val": "a"}},
                                 {"name": "Any", "moreInformation": {"info": "<p>Because</p>"}},
                             ])}  # fmt: skip
    for number in range(100):
        nodes |= {f"q{number}": question("kind", f"a{number}", f"b{number}", neverAutoAnswer=True),
                  f"a{number}": choice("a", f"s{number}", flags=["flag.a"]), f"b{number}": choice("b"),
                  f"s{number}": node(150, title="How many?", fn="size")}  # fmt: skip
    made = imported(flow(*(f"q{number}" for number in range(100)), "last", "filter", "size", "files", **nodes))
    whole = pattern(made)
    assert told(made).count("is longer than a condition can be") >= 3
    assert "It is asked of all, and may be left out" in told(made)
    assert "Nothing in the flow asks for it" in told(made)
    assert [step["id"] for step in whole["steps"]][-4:] == ["filter", "why", "size", "files"]


def test_data_that_is_set_and_worked_out_answers_questions() -> None:
    made = imported(flow(
        "size", "sum", "big", "none", "gone", "q", "one", "r", "never", size=node(150, title="How many?", fn="size"),
        sum=node(700, fn="big", formula="larger(size, 9)", defaults={"size": "none"}, formatOutputForAutomations=True),
        big=question("big", "t", "f"), t=choice("true", "yes"), f=choice("false"), yes=node(110, title="Really?"),
        none=node(700, fn="sum", formula="sum(size, 1)", formatOutputForAutomations=True), q=question("sum", "q1", "q2"),
        q1=choice("1"), q2=choice("2"), gone=node(380, fn="one", val="a", operation="removeOne"),
        one=question("one", "o1"), o1=choice("a"), r=question("rest", "r1", "r2", alwaysAutoAnswerBlank=True), r1=choice("a"),
        r2=choice("", "why"), why=node(110, title="Why?"), never=question("size", "n1"), n1=choice("a"),
    ))  # fmt: skip
    whole = pattern(made)
    steps = {step["id"]: step.get("when") for step in whole["steps"]}
    assert "how_many > 9" in steps["yes"]
    assert {"q", "one", "why"} <= steps.keys()
    assert "r" not in steps
    assert "by a formula that a condition cannot say" in told(made)
    assert "takes away one of several values" in told(made)


def test_what_nobody_comes_to_is_kept_behind_a_setting() -> None:
    made = imported(flow(
        "q", q=question("kind", "a"), a=choice("a", "r"), r=question("kind", "b", "c"), b=choice("a"), c=choice("c", "never"),
        never=question("", "n"), n=choice("x", "under"), under=node(110, title="Under it?"), lost=node(110, title="Lost?"),
        alone=choice("y", "last"), last=node(110, title="Last?"), files=node(145, fileTypes=[{"name": "Plan"}]),
    ))  # fmt: skip
    steps = {step["id"]: step.get("when") for step in pattern(made)["steps"]}
    for key in ("never", "under", "lost", "last", "files"):
        assert steps[key] == "settings.ask_unreached_pages"
    assert "The answer alone" in told(made)


def test_what_a_graph_cannot_have_is_left_out_and_told_of() -> None:
    made = imported(flow(
        "q", "q", "lost", 7, "a", "round", q=question("kind", "a", "t"), a=choice("a", "round"), t=node(110, title="No answer"),  # type: ignore[arg-type]
        round=node(300, "folder"), folder=node(300, "round", "why"), why=node(110, "more", title="Why?"), more=node(110, title="More?"),
        odd={"type": "x", "data": [], "edges": "q"}, none=None, flag={"type": True},  # type: ignore[arg-type]
    ))  # fmt: skip
    said = told(made)
    for words in ("The way to lost", "The way to 7", "The second way to q", "leads round in a circle", "It is no list of ids",
                  "Nothing of this kind stands here"):  # fmt: skip
        assert words in said, words
    assert "why" in made.report.steps


def test_choices_without_values_of_their_own_are_kept_apart() -> None:
    made = imported(flow("q", q=question("", "a", "b", "c", "d"), a=choice("x", text="One"), b=choice("x", text="One"),
                         c=choice("y", text="x"), d=choice("", text="y")))  # fmt: skip
    assert len({option["value"] for option in asked(made, 0)["options"]}) == 4


def test_a_flow_larger_than_any_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph, "MOST_NODES", 3)
    with pytest.raises(FormCannotBeRead, match="are the most that can be read"):
        imported(flow("a", a=node(110), b=node(110), c=node(110)))
    monkeypatch.setattr(graph, "MOST_NODES", 9)
    monkeypatch.setattr(graph, "MOST_EDGES", 1)
    with pytest.raises(FormCannotBeRead, match="more than 1 edges"):
        imported(flow("a", "b", a=node(110), b=node(110)))
    monkeypatch.undo()
    many = {f"n{number}": node(110, title="Why?") for number in range(3_100)}
    with pytest.raises(FormCannotBeRead, match="larger than a pattern can be"):
        imported(flow(*many, **many))


def test_more_ways_than_could_be_counted_cost_no_more_than_their_nodes() -> None:
    nodes: dict[str, Any] = {}
    for number in range(200):
        nodes |= {f"q{number}": question("", f"a{number}", f"b{number}", f"c{number}"), f"c{number}": choice("c"),
                  f"a{number}": choice("a", f"q{number + 1}"), f"b{number}": choice("b", f"q{number + 1}")}  # fmt: skip
    made = imported(flow("q0", **nodes, q200=node(110, title="Last?")))
    assert len(pattern(made)["steps"]) == 201


def test_formulas_that_compare_are_read_and_others_are_not() -> None:
    assert read_comparison("smaller(a.b, 10)") == ("a.b", "<", 10.0)
    assert read_comparison("largerEq(10, a)") == ("a", "<=", 10.0)
    assert read_comparison("a != 2.5") == ("a", "!=", 2.5)
    for text in ("sum(a, 1)", "1 < 2", "a < b", "round(a)"):
        assert read_comparison(text) is None
    met, _ = outcomes(["q"], "<", 2.5, 1)
    assert negated(Call("given", (Answer("q"),))) in met.args  # type: ignore[union-attr]
    assert outcomes([], "<", 2.5, None) == (FALSE, FALSE)


def test_conditions_are_put_together_as_short_as_they_can_be() -> None:
    logic = Logic(single={"q"})
    needs = Needs(logic)
    needs.put("q", TRUE)
    a, b = one_of("q", ["a"]), one_of("q", ["b"])
    assert logic.any_of([a, b]) == one_of("q", ["a", "b"])
    assert logic.all_of(a, b) == FALSE
    assert logic.any_of([TRUE, a]) == TRUE
    assert needs.possible(both(a, b)) == FALSE
    assert needs.possible(Call("and", (a, b))) == FALSE
    assert needs.possible(Call("and", (FALSE, a))) == FALSE
    assert needs.possible(Call("or", (FALSE, Call("and", (a, b))))) == FALSE
    assert needs.under(Constant("x"), needs.place(a)) == Constant("x")
    assert needs.under(Call("given", (Answer("q"),)), needs.place(a)) == TRUE
    with pytest.raises(TooMany):
        logic.any_of(Call("given", (Answer(str(number)),)) for number in range(200))
    with pytest.raises(TooMany):
        logic.any_of(a for _ in range(4_000))
    assert either(a, FALSE) == a


def test_a_condition_that_the_language_cannot_say_after_all_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    made_up = flow("q", q=question("kind", "a", "b"), a=choice("a", "why"), b=choice("b"), why=node(110, title="Why?"))
    monkeypatch.setattr(reading, "LONGEST_EXPRESSION", 3)
    assert "It is shown to all, because it is longer than 3 characters" in told(imported(made_up))
    monkeypatch.undo()

    def refuse(*_: object, **__: object) -> str:
        raise CannotBeSaid("it is odd.")

    monkeypatch.setattr(reading, "expression", refuse)
    assert "It is shown to all, because it is odd." in told(imported(made_up))


def test_more_notes_than_can_be_looked_through_put_a_question_to_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passport, "MOST_WRITES", 1)
    made = imported(flow("q", "r", q=question("kind", "a", "b"), a=choice("a"), b=choice("b"), r=question("kind", "c"),
                         c=choice("a")))  # fmt: skip
    assert "is longer than a condition can be" in told(made)


def test_rich_descriptions_stand_above_a_question_and_formulas_of_what_is_set_are_not_said() -> None:
    made = imported(flow(
        "s", "sum", "q", s=node(380, fn="size", val="3"), sum=node(700, fn="big", formula="size > 1", formatOutputForAutomations=True),
        q=question("big", "t", description="<ul><li>Mind this</li></ul>"), t=choice("true"),
    ))  # fmt: skip
    assert pattern(made)["steps"][0]["text"] == "- Mind this"
    assert "by a formula that a condition cannot say" in told(made)
    assert choice_of(Call("in", (Constant("a"), Constant(("a",))))) is None
