"""Mei, of Wealden: a request that did not arrive where it is worked waits for her, with the reason and a button."""

import re
import subprocess
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page
from tests.journeys.looking import expect_accessible_on_each_screen
from tests.journeys.node import PROGRAM, Node, environment
from tests.journeys.officer_acts import Officer
from tests.journeys.resident_acts import SERVICE, Reporter

pytestmark = pytest.mark.browser
SignedIn = Callable[[str], Officer]
NOWHERE = "https://contractor.invalid/requests"
"""A name that nobody ever has (RFC 2606)."""


def hand_over(node: Node, *words: str) -> None:
    """Say where Wealden's reports of missed bins go from now on."""
    more = {"COMMONWHEEL_DATA": str(node.data), "COMMONWHEEL_DEMONSTRATION": "yes"}
    told = [PROGRAM, "handover", "set", "wealden", SERVICE, *words]
    subprocess.run(told, check=True, capture_output=True, env=environment(**more))


@pytest.fixture
def elsewhere(node: Node) -> Iterator[None]:
    hand_over(node, "--to", "webhook", "--system", "Waste contractor", "--url", NOWHERE)
    yield
    hand_over(node, "--to", "here")


def undelivered(officer: Officer, reference: str) -> Page:
    """Open the list once the worker has tried to hand the request over."""
    page = officer.page
    for _try in range(60):
        officer.when_i_open_the_queue().follow("Not delivered")
        if page.get_by_role("link", name=reference).count():
            break
        page.wait_for_timeout(250)
    return page


@pytest.mark.usefixtures("elsewhere")
def test_she_reads_why_it_did_not_arrive_and_tries_again(amina: Reporter, node: Node, signed_in: SignedIn) -> None:
    amina.council, amina.postcode = "wealden", "BN8 6AJ"
    amina.when_i_begin().when_i_choose_my_address().when_i_say_which_bin(words="Black bin for rubbish")
    amina.when_i_have_no_assisted_collection().when_the_bin_was_out_on_time().when_there_is_no_tag()
    reference = amina.when_i_leave_my_details().when_i_send()

    mei = signed_in("mei@wealden.example")
    page = undelivered(mei, reference)
    mei.then_i_read("to Waste contractor").then_i_read("Tried again by itself on")
    expect_accessible_on_each_screen(page)
    page.get_by_role("button", name=re.compile(rf"^Try again.*{reference}")).click()
    mei.then_i_read("It is tried again now. What does not arrive comes back to this list.")
    expect_accessible_on_each_screen(page)
    mei.when_i_open(reference).then_i_read("Worked elsewhere: Waste contractor")
    expect_accessible_on_each_screen(page)
