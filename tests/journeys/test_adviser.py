"""Ben on the phone: he enters what a caller says, reads out what the page gives him to say, and takes up a broken call."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.looking import expect_accessible_on_each_screen
from tests.journeys.officer_acts import Officer
from tests.journeys.resident_acts import POSTCODE, Reporter, today

pytestmark = pytest.mark.browser
SignedIn = Callable[[str], Officer]
BEN, CARA = "ben@brighton-and-hove.example", "cara@lewes.example"


def takes_a_call(officer: Officer, service: str) -> Reporter:
    """Begin to enter what somebody says on the phone."""
    page = officer.when_i_open_the_queue().follow("Enter a request for somebody").page
    page.get_by_label(service).check()
    page.get_by_label("Phone", exact=True).check()
    if page.get_by_label("English", exact=True).count():
        page.get_by_label("English", exact=True).check()
    caller = Reporter(page, officer.node, council=officer.council)
    return caller.type_date("received_on", today()).press_continue()


def expect_to_say(page: Page, *words: str) -> None:
    box = page.get_by_role("region", name="Say to them")
    for one in words:
        expect(box).to_contain_text(one)
    expect_accessible_on_each_screen(page)


def test_he_reads_out_each_page_and_takes_up_the_call_that_broke_off(signed_in: SignedIn) -> None:
    ben = signed_in(BEN)
    caller = takes_a_call(ben, "Report a missed bin collection")
    expect_to_say(ben.page, "We ask for this under Environmental Protection Act 1990", "Address of the property")
    caller.when_i_choose_my_address().when_i_say_which_bin().when_i_have_no_assisted_collection()
    expect_to_say(ben.page, "Was it out by")
    caller.choose("out_on_time", "no")
    expect_to_say(ben.page, "The crew may have come before the bin was out.", "I can go on.")
    handle = ben.page.url.split("/")[5]

    again = signed_in(BEN)
    again.when_i_open_the_queue().follow("Enter a request for somebody")
    expect_accessible_on_each_screen(again.page)
    for words in (POSTCODE, handle):
        again.page.get_by_label("Name, postcode, reference, or who began it").fill(words)
        again.press("Search").then_i_read(handle)
    again.page.get_by_role("button", name=re.compile("^Carry on")).click()
    expect(again.heading).to_have_text("The crew may have come before the bin was out")
    again.press("Continue anyway")
    caller = Reporter(again.page, again.node).when_there_is_no_tag().when_i_leave_my_details()
    expect_to_say(again.page, "I will read back what you told me.")
    reference = caller.when_i_send()
    expect_to_say(again.page, "Your reference is " + ", ".join(" ".join(part) for part in reference.split("-")))


def test_a_caller_hears_whose_it_is_and_that_it_can_be_sent_there(signed_in: SignedIn) -> None:
    cara = signed_in(CARA)
    caller = takes_a_call(cara, "Report a problem in a street")
    for choice in ("A pothole or a damaged road", "A street, road or pavement"):
        cara.page.get_by_label(choice, exact=True).check()
        caller.press_continue()
    cara.page.locator("#spot-words").fill("Outside 12 Example Street")
    cara.page.locator("#spot-postcode").fill("BN7 1BT")
    caller.press_continue()
    expect(cara.heading).to_have_text("This goes to East Sussex County")
    expect_to_say(cara.page, "This goes to East Sussex County.", "I can send it there for you now.")
