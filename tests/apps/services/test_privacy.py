"""The privacy notice says of each live service what it really asks and how long that is really kept."""

import pytest
from django.test import Client
from tests.apps.journeys.conftest import put_live
from tests.support.cast import BY_THE_OPERATOR, Person
from tests.support.paid import open_paid_service
from tests.support.patterns import pattern_files
from tests.support.services import service_files

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.services import api as services
from commonwheel.apps.services.models import Service
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope

STEPS = "  - id: one\n    title: One\n    ask:\n      - {id: n, type: number, label: How many}\n"
KEEP = b"keep: {years: 2, from: closed}"


def notice(client: Client, language: str = "en") -> str:
    html = client.get(f"/harbourside/-/privacy/?language={language}").content.decode()
    return html[html.index("<main") : html.index("<footer")]


def test_each_live_service_says_its_law_its_ground_its_questions_and_its_time(
    client: Client, council_a: CouncilView, dev: Person
) -> None:
    assert "There is no service here" in notice(client)
    put_live(council_a, dev, pattern_files("report-missed-bin"))
    html = notice(client)
    for words in (
        "Report a missed",
        "Environmental Protection Act 1990",
        "a task in the public interest",
        "Address of the property",
        "2 years from the day your request is closed. Then it is deleted by itself.",
        "Where the crew can find it</span>: 3 months from the day",
    ):
        assert words in html, words


def test_a_service_that_costs_something_says_who_hears_of_a_payment(
    client: Client, council_a: CouncilView, dev: Person
) -> None:
    put_live(council_a, dev, pattern_files("report-missed-bin"))
    assert "takes payments" not in notice(client)
    open_paid_service(council_a, dev)
    assert notice(client).count("Your card’s details go to it, and never to us.") == 1


def test_a_service_that_is_not_live_is_not_in_it(client: Client, council_a: CouncilView, dev: Person) -> None:
    live = put_live(council_a, dev, pattern_files("report-missed-bin"))
    with council_scope(council_a.id):
        services.take_down(council_a.id, slug=live.slug, **BY_THE_OPERATOR)  # type: ignore[arg-type]  # an actor and a time
    assert "Environmental Protection Act" not in notice(client)


def test_the_council_is_named_as_controller_with_whom_to_ask_and_where_to_complain(
    client: Client, council_a: CouncilView
) -> None:
    html = notice(client)
    for words in (
        "is the controller",
        "1 Invented Street",
        "privacy@harbourside.example",
        "Z0000000",
        "runs these pages itself",
        "ico.org.uk/make-a-complaint",
        "0303 123 1113",
    ):
        assert words in html, words
    authorities.set_page_facts(council_a.id, **BY_THE_OPERATOR, operator="Shared Services Ltd")  # type: ignore[arg-type]  # an actor and a time
    assert "Shared Services Ltd runs these pages for the council, as its processor" in notice(client)


def test_it_is_in_welsh_too(client: Client, council_a: CouncilView, dev: Person) -> None:
    put_live(council_a, dev, pattern_files("report-missed-bin"))
    html = notice(client, "cy")
    assert "2 flynedd o’r diwrnod y caiff eich cais ei gau" in html
    assert "3 mis o’r diwrnod" in html
    assert "Your rights" not in html


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (
            (b"{days: 1, from: last-contact}", b"anonymise"),
            "1 day from our last contact with you about it, once it is closed. Then everything that could lead to you",
        ),
        (
            (b"{years: 6, from: end-of-financial-year}", b"review"),
            "6 years from the 31 March after your request is closed. Then somebody at the council",
        ),
        (
            (b"{months: 6, from: closed}", b"archive"),
            "6 months from the day your request is closed. Then somebody at the council decides whether it belongs in an archive",
        ),
    ],
)
def test_what_happens_at_the_end_is_what_the_software_does(
    client: Client, council_a: CouncilView, dev: Person, end: tuple[bytes, bytes], said: str
) -> None:
    files = pattern_files("report-missed-bin")
    text = files["pattern.yaml"].replace(KEEP, b"keep: " + end[0]).replace(b"then: delete", b"then: " + end[1])
    put_live(council_a, dev, {**files, "pattern.yaml": text})
    assert said in notice(client)


def test_a_service_that_keeps_nothing_about_people_says_no_time(
    client: Client, council_a: CouncilView, dev: Person
) -> None:
    files = service_files(STEPS)
    head, _, tail = files["pattern.yaml"].partition(b"data:\n")
    put_live(council_a, dev, {**files, "pattern.yaml": head + tail[tail.index(b"steps:") :]})
    html = notice(client)
    assert "How many" in html
    assert "How long we keep it" not in html


def test_nothing_goes_live_while_a_page_lacks_something(council_a: CouncilView, dev: Person) -> None:
    authorities.set_page_facts(council_a.id, **BY_THE_OPERATOR, ico_number="")  # type: ignore[arg-type]  # an actor and a time
    with pytest.raises(authorities.PagesAreIncomplete, match="commonwheel council privacy harbourside"):
        put_live(council_a, dev, pattern_files("report-missed-bin"))
    with council_scope(council_a.id):
        assert not Service.objects.of(council_a.id).live().exists()
