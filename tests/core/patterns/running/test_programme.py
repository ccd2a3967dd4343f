"""What a service made ready to run says of itself."""

from tests.support.programmes import programme, question, step


def test_it_says_every_name_that_any_expression_reads() -> None:
    made = programme(
        step("one", question("a", "yes-no"), question("b", "number")),
        step("two", question("c", when="account.garden_waste"), when="a"),
        step("three", question("d", "group", min=1, max=2, ask=[question("e", when="account.assisted_collection")])),
        stops=[{"id": "no", "title": "No", "when": "b > 3"}],
    )
    assert made.reads == {"a", "b", "account.garden_waste", "account.assisted_collection"}


def test_it_reads_nothing_where_nothing_depends_on_anything() -> None:
    assert programme(step("one", question("a"))).reads == frozenset()
