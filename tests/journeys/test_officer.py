"""Ben, who works Brighton & Hove's requests; Olu beside him; Cara, of another council, who must see nothing of it."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.looking import expect_accessible
from tests.journeys.node import Node
from tests.journeys.officer_acts import Officer
from tests.journeys.resident_acts import POSTCODE, Reporter, newest_letter, today

pytestmark = pytest.mark.browser
SignedIn = Callable[[str], Officer]
BEN, OLU, CARA = "ben@brighton-and-hove.example", "olu@brighton-and-hove.example", "cara@lewes.example"


@pytest.fixture
def ben(signed_in: SignedIn) -> Officer:
    return signed_in(BEN)


def test_signing_in_takes_a_password_and_a_code(page: Page, node: Node) -> None:
    officer = Officer(page, node, "mei@wealden.example")
    page.goto(node.url("/staff/wealden/requests/"))
    expect(officer.heading).to_have_text("Sign in")
    expect_accessible(page)
    page.get_by_label("Email address").fill(officer.email)
    page.get_by_label("Password", exact=True).fill("not the password")
    officer.press("Continue")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect_accessible(page)
    page.get_by_label("Password", exact=True).fill(node.people()[officer.email]["password"])
    officer.press("Continue")
    expect(officer.heading).to_have_text("Enter your six-figure code")
    expect_accessible(page)
    page.goto(node.url("/staff/wealden/requests/"))
    expect(officer.heading).to_have_text(re.compile("Sign in|Enter your six-figure code"))


def test_he_sees_what_is_due_and_every_list(ben: Officer) -> None:
    ben.when_i_open_the_queue()
    expect(ben.heading).to_have_text("Requests")
    expect_accessible(ben.page)
    for tab in ("Mine", "Unassigned", "All open", "Closed"):
        ben.follow(tab)
        expect_accessible(ben.page)


def test_he_works_what_a_resident_sent_and_the_resident_hears_of_it(amina: Reporter, ben: Officer) -> None:
    amina.email = "amina.worked@residents.example"
    reference = amina.when_i_answer_everything().when_i_send()

    ben.when_i_open(reference).then_i_read("Amina Invented").then_i_read("Rubbish bin")
    expect_accessible(ben.page)
    ben.press("Take it").then_i_read("Ben (invented)")
    expect_accessible(ben.page)
    ben.when_i_note("The crew says the road was blocked.").then_i_read("The crew says the road was blocked.")
    ben.follow("Collection arranged")
    expect_accessible(ben.page)
    ben.press("Move on to “Collection arranged”")
    expect(ben.page.locator(".govuk-error-summary")).to_be_visible()
    expect_accessible(ben.page)
    day = today()
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        ben.page.locator(f"[id$=return_on-{part}]").fill(str(value))
    ben.press("Show the message with what I typed").then_i_read("A crew is coming back")
    ben.press("Move on to “Collection arranged”").then_i_read("The request was moved on.")
    expect_accessible(ben.page)

    letters = newest_letter(amina, subject="A crew is coming back")
    expect(letters.locator("main")).to_contain_text(reference)
    expect(letters.locator("main")).not_to_contain_text("The crew says the road was blocked")
    amina.when_i_track(reference, POSTCODE)
    expect(letters.locator("main")).to_contain_text("Collection arranged")
    expect(letters.locator("main")).not_to_contain_text("Ben")


def test_a_refusal_needs_a_reason_and_only_the_letter_leads_to_it(amina: Reporter, ben: Officer) -> None:
    amina.email = "amina.refused@residents.example"
    reference = amina.when_i_answer_everything().when_i_send()
    ben.when_i_open(reference).follow("Not missed")
    ben.press("Move on to “Not missed”")
    expect(ben.page.locator(".govuk-error-summary")).to_contain_text(re.compile("reason", re.IGNORECASE))
    expect_accessible(ben.page)
    ben.page.locator("#the-reason").fill("The crew recorded that the lid was open.")
    ben.press("Move on to “Not missed”").then_i_read("Closed")
    amina.when_i_track(reference, POSTCODE)
    expect(amina.page.locator("main")).to_contain_text("This is closed.")
    expect(amina.page.locator("main")).not_to_contain_text("The crew recorded that the lid was open.")
    newest_letter(amina, subject="About your report")
    expect(amina.page.locator("main")).to_contain_text("The crew recorded that the lid was open.")


@pytest.mark.parametrize("words", ["Amina Searchable", "searchable"])
def test_he_finds_a_request_by_name(amina: Reporter, ben: Officer, words: str) -> None:
    amina.when_i_answer_everything().when_i_change("Full name")
    amina.when_i_leave_my_details(name="Amina Searchable")
    reference = amina.when_i_send()
    ben.when_i_search_for(words).then_the_page_is_about(reference)
    expect_accessible(ben.page)


def test_searching_for_nothing_that_is_there_says_so(ben: Officer) -> None:
    ben.when_i_search_for("nobody-is-called-this")
    expect(ben.page.locator("main")).to_contain_text(re.compile("nothing|no request", re.IGNORECASE))
    expect_accessible(ben.page)


def test_of_two_officers_at_once_the_second_is_told(
    amina: Reporter, ben: Officer, another_device: Callable[..., Page]
) -> None:
    reference = amina.when_i_answer_everything().when_i_send()
    ben.when_i_open(reference).follow("Withdrawn")
    beside = Officer(ben.page.context.new_page(), ben.node, BEN)
    beside.when_i_open(reference).follow("Already reported")
    beside.press("Move on to “Already reported”").then_i_read("The request was moved on.")
    ben.press("Move on to “Withdrawn”")
    expect(ben.heading).to_have_text("Somebody else changed this request")
    expect_accessible(ben.page)
    ben.press("Look at the request").then_i_read("Already reported")


def test_an_officer_of_another_council_sees_nothing_of_it(amina: Reporter, ben: Officer, signed_in: SignedIn) -> None:
    reference = amina.when_i_answer_everything().when_i_send()
    ben.when_i_open(reference)
    cara = signed_in(CARA)
    there = cara.page.goto(ben.page.url)
    assert there is not None
    assert there.status == 404
    own = cara.page.goto(ben.page.url.replace("/brighton-and-hove/", "/lewes/"))
    assert own is not None
    assert own.status == 404
    expect_accessible(cara.page)
    cara.when_i_search_for(reference)
    expect(cara.page.locator("main table")).to_have_count(0)
    queue = cara.page.goto(cara.node.url("/staff/brighton-and-hove/requests/"))
    assert queue is not None
    assert queue.status == 404


def test_signing_out_shuts_the_door(signed_in: SignedIn, node: Node) -> None:
    officer = signed_in("rosa@hastings.example")
    officer.when_i_open_the_queue()
    expect(officer.heading).to_have_text("Requests")
    officer.press("Sign out")
    expect(officer.page.locator(".house-staff__person")).to_have_count(0)
    officer.when_i_open_the_queue()
    expect(officer.heading).to_have_text("Sign in")


def test_he_enters_a_letter_with_the_day_it_arrived(ben: Officer) -> None:
    arrived = today() - dt.timedelta(days=6)
    words = f"You are entering this for somebody: post, received {arrived.day} {arrived:%B %Y}"
    ben.when_i_open_the_queue().follow("Enter a request for somebody")
    expect(ben.heading).to_have_text("Enter a request for somebody")
    expect_accessible(ben.page)
    ben.press("Continue")
    expect(ben.page.locator(".govuk-error-summary")).to_contain_text("Enter a date for “Date received”")
    expect_accessible(ben.page)
    ben.page.get_by_label("Report a missed bin collection").check()
    ben.page.get_by_label("Post", exact=True).check()
    ben.page.get_by_label("English").check()
    for part, value in (("day", arrived.day), ("month", arrived.month), ("year", arrived.year)):
        ben.page.locator(f"#received_on-{part}").fill(str(value))
    ben.press("Continue")
    expect(ben.page.locator("body")).to_contain_text(words)
    letter = Reporter(ben.page, ben.node, email="by.post@residents.example")
    letter.when_i_choose_my_address().when_i_say_which_bin(days_ago=7)
    letter.when_i_have_no_assisted_collection().when_the_bin_was_out_on_time().when_there_is_no_tag()
    letter.when_i_leave_my_details()
    expect(ben.page.locator("body")).to_contain_text(words)
    expect_accessible(ben.page)
    reference = letter.when_i_send()
    expect_accessible(ben.page)
    ben.follow("Open the request").then_the_page_is_about(reference)
    ben.then_i_read(f"{arrived.day} {arrived:%B %Y}, by post")
    expect_accessible(ben.page)


def test_what_he_began_to_enter_waits_for_him(ben: Officer) -> None:
    ben.when_i_open_the_queue().follow("Enter a request for somebody")
    ben.page.get_by_label("Report a missed bin collection").check()
    ben.page.get_by_label("Phone", exact=True).check()
    ben.page.get_by_label("English").check()
    day = today()
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        ben.page.locator(f"#received_on-{part}").fill(str(value))
    ben.press("Continue").follow("Save and come back later")
    expect(ben.page.locator("main")).to_contain_text("Begun here and not sent")
    expect_accessible(ben.page)
    ben.page.get_by_role("button", name=re.compile("^Carry on")).first.click()
    expect(ben.heading).to_have_text("Where was the collection missed?")


def test_he_posts_a_letter_to_who_gave_no_email_address(ben: Officer) -> None:
    ben.when_i_open_the_queue().follow("Letters and calls")
    expect(ben.heading).to_have_text("Letters and calls")
    expect_accessible(ben.page)
    ben.follow("Print the letter").then_i_read("Reference: ")
    expect_accessible(ben.page)
    ben.follow("Letters and calls")
    done = ben.page.get_by_role("button", name=re.compile("I posted it")).first
    reference = (done.text_content() or "").partition(":")[2].strip()
    done.click()
    ben.then_i_read(f"{reference}: you posted it.")
    expect_accessible(ben.page)
    ben.when_i_open(reference).then_i_read("Letter posted:")
