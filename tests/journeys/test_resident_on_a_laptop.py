"""Amina, at a laptop: she reports a missed bin and follows what comes of it."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.looking import expect_accessible, expect_resident_page, go_back
from tests.journeys.resident_acts import POSTCODE, Reporter, newest_letter, today

pytestmark = pytest.mark.browser
Device = Callable[..., Page]


def test_she_reports_a_missed_bin_from_the_councils_page_to_the_reference(amina: Reporter) -> None:
    amina.page.goto(amina.node.url("/brighton-and-hove/"))
    expect_resident_page(amina.page)
    amina.page.get_by_role("link", name="Report a missed bin collection").click()
    expect_resident_page(amina.page)
    amina.press("Start now").then_i_am_asked("Where was the collection missed?")
    for act in (
        amina.when_i_choose_my_address,
        amina.when_i_say_which_bin,
        amina.when_i_have_no_assisted_collection,
        amina.when_the_bin_was_out_on_time,
        amina.when_there_is_no_tag,
        amina.when_i_leave_my_details,
    ):
        expect_resident_page(amina.page)
        act()
    amina.then_my_answers_are(POSTCODE, "Rubbish bin", "Amina Invented")
    expect_resident_page(amina.page)
    assert re.fullmatch(r"MB(-[0-9A-Z]{3,4}){3}", amina.when_i_send())
    expect_resident_page(amina.page)


def test_she_finds_her_report_again_by_reference_and_postcode(amina: Reporter) -> None:
    reference = amina.when_i_answer_everything().when_i_send()
    amina.when_i_track(reference.lower().replace("-", " "), POSTCODE.lower())
    expect(amina.page.locator("main")).to_contain_text("We are checking your report with the crew.")
    expect(amina.page.locator("main")).to_contain_text("We aim to come back by")
    expect_resident_page(amina.page)
    assert "Amina" not in amina.page.locator("main").inner_text()
    amina.press("Finish and forget this on this device")
    amina.page.wait_for_url(lambda url: "/track/request/" not in url)
    amina.page.goto(amina.node.url("/brighton-and-hove/track/request/"))
    expect(amina.heading).to_have_text("Track what you sent us")


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("", "Enter your reference"),
        ("MB-AAA-AAA-AAAA", "Check your reference. It looks like MB-4K7-9QX-2HDT"),
    ],
)
def test_a_wrong_reference_is_answered_with_what_to_do(amina: Reporter, reference: str, message: str) -> None:
    amina.when_i_track(reference, POSTCODE)
    expect(amina.page.locator(".govuk-error-summary")).to_contain_text(message)
    expect_resident_page(amina.page)


def test_a_real_reference_with_a_wrong_postcode_shows_nothing(amina: Reporter) -> None:
    reference = amina.when_i_answer_everything().when_i_send()
    amina.when_i_track(reference, "BN2 9ZZ")
    expect(amina.page.locator(".govuk-error-summary")).to_contain_text("We cannot find a request with these details")


def test_the_browsers_back_button_and_the_back_link_keep_every_answer(amina: Reporter) -> None:
    amina.when_i_begin().when_i_choose_my_address().when_i_say_which_bin().when_i_have_no_assisted_collection()
    go_back(amina.page)
    expect(amina.page.locator("input[name=assisted][value=no]")).to_be_checked()
    amina.page.get_by_role("link", name="Back", exact=True).click()
    expect(amina.page.locator("#missed_on-day")).to_have_value(str(today().day))
    go_back(amina.page)
    go_back(amina.page)
    amina.then_i_am_asked("Which bin was missed?").press_continue()
    amina.then_i_am_asked("Do you have an assisted collection?").press_continue()
    amina.then_i_am_asked("Was the bin out on time?")


def test_a_change_that_drops_an_answer_says_so_first(amina: Reporter) -> None:
    amina.when_i_answer_everything().when_i_change("Assisted collection")
    expect_resident_page(amina.page)
    amina.choose("assisted", "yes").then_i_am_asked("Some answers no longer apply")
    amina.then_my_answers_are("Was it out by 6am on the collection day?")
    expect_resident_page(amina.page)
    amina.press("Make the change")
    expect(amina.page.locator("body")).not_to_contain_text("Was it out by 6am")
    expect(amina.heading).to_have_text(re.compile("Where is the bin kept|Check your answers"))


def test_keeping_the_earlier_answer_changes_nothing(amina: Reporter) -> None:
    amina.when_i_answer_everything().when_i_change("Assisted collection").choose("assisted", "yes")
    amina.press("Keep my earlier answer").then_i_am_asked("Check your answers before you send")
    amina.then_my_answers_are("Was it out by 6am on the collection day?")


def test_a_stop_says_why_and_can_be_passed(amina: Reporter) -> None:
    amina.when_i_begin().when_i_choose_my_address().when_i_say_which_bin().when_i_have_no_assisted_collection()
    amina.choose("out_on_time", "no").then_i_am_asked("The crew may have come before the bin was out")
    expect_resident_page(amina.page)
    amina.press("Continue anyway").then_i_am_asked("Did the crew leave a tag or sticker on the bin?")
    amina.choose("tag", "too-full").then_i_am_asked("Make the bin lighter or close its lid")
    amina.press("Continue anyway").then_i_am_asked("How can we tell you what happens?")
    amina.when_i_leave_my_details()
    assert amina.when_i_send().startswith("MB-")


def test_a_stop_leads_back_to_the_answer_that_caused_it(amina: Reporter) -> None:
    amina.when_i_begin().when_i_choose_my_address().when_i_say_which_bin().when_i_have_no_assisted_collection()
    amina.choose("out_on_time", "no")
    amina.page.get_by_role("link", name="Go back and change an answer").click()
    amina.then_i_am_asked("Was the bin out on time?").choose("out_on_time", "yes")
    amina.then_i_am_asked("Did the crew leave a tag or sticker on the bin?")


def test_she_saves_and_carries_on_at_another_device_by_a_link(amina: Reporter, another_device: Device) -> None:
    amina.when_i_begin().when_i_choose_my_address().when_i_say_which_bin()
    amina.page.get_by_role("link", name="Save and come back later").click()
    expect_resident_page(amina.page)
    amina.press("Get a link").then_i_am_asked("Your answers are saved")
    expect_resident_page(amina.page)
    address = amina.page.locator(".house-link a").get_attribute("href") or ""
    elsewhere = Reporter(another_device(), amina.node)
    elsewhere.page.goto(address)
    expect_resident_page(elsewhere.page)
    elsewhere.press("Carry on").then_i_am_asked("Do you have an assisted collection?")
    elsewhere.page.get_by_role("link", name="Back", exact=True).click()
    expect(elsewhere.page.get_by_label("Rubbish bin", exact=True)).to_be_checked()


def test_nobody_else_opens_what_she_entered_without_the_link(amina: Reporter, another_device: Device) -> None:
    amina.when_i_begin().when_i_choose_my_address()
    stranger = another_device()
    answer = stranger.goto(amina.page.url)
    assert answer is not None
    assert answer.status == 404
    expect(stranger.locator("main")).not_to_contain_text("Which bin was missed?")
    expect_resident_page(stranger)


def test_a_link_that_never_was_gets_a_clear_page(amina: Reporter) -> None:
    answer = amina.page.goto(amina.node.url("/brighton-and-hove/resume/this-was-never-given-out/"))
    assert answer is not None
    assert answer.status in {404, 410}
    expect_resident_page(amina.page)


def test_switching_to_welsh_keeps_the_answers_and_goes_on_in_welsh(amina: Reporter) -> None:
    amina.email = "amina.cymraeg@residents.example"
    amina.when_i_begin().when_i_choose_my_address()
    amina.page.get_by_label("Rubbish bin", exact=True).check()
    amina.type_date("missed_on", today()).press_continue()
    amina.page.get_by_role("link", name="Cymraeg").click()
    amina.language = "cy"
    expect(amina.page.locator("html")).to_have_attribute("lang", "cy")
    expect_resident_page(amina.page)
    go_back(amina.page)
    for act in (
        amina.when_i_have_no_assisted_collection,
        amina.when_the_bin_was_out_on_time,
        amina.when_there_is_no_tag,
        amina.when_i_leave_my_details,
    ):
        expect(amina.page.locator("html")).to_have_attribute("lang", "cy")
        act()
    expect(amina.page.locator("main")).to_contain_text(POSTCODE)
    english = {"Continue", "Check your answers", "Change", "Send", "Save and come back later", "Need help"}
    words = amina.page.locator("body").inner_text()
    assert not [one for one in english if re.search(rf"\b{one}\b", words)], words
    expect_resident_page(amina.page)
    amina.when_i_send()
    expect_resident_page(amina.page)
    letter = newest_letter(amina)
    expect(letter.locator("[lang=cy]").first).to_be_visible()
    assert "We have your report" not in letter.locator("main").inner_text()


def test_the_letter_she_gets_leads_to_what_she_told_us(amina: Reporter) -> None:
    amina.email = "amina.letter@residents.example"
    reference = amina.when_i_answer_everything().when_i_send()
    letter = newest_letter(amina)
    expect(letter.locator("main")).to_contain_text(reference)
    expect_accessible(letter)
    address = letter.get_by_role("link", name="Follow your report").get_attribute("href") or ""
    letter.goto(address)
    expect(letter.locator("main")).to_contain_text("What you told us")
    assert address.rstrip("/").rpartition("/")[2] not in letter.url
    expect_resident_page(letter)


def test_the_confirmation_prints_without_what_is_only_for_the_screen(amina: Reporter) -> None:
    reference = amina.when_i_answer_everything().when_i_send()
    amina.page.emulate_media(media="print")
    expect(amina.page.locator("main")).to_contain_text(reference)
    expect(amina.page.locator("main")).to_contain_text("What you sent")
    expect(amina.page.locator(".house-languages")).to_be_hidden()
    panel = amina.page.locator(".govuk-panel")
    assert panel.evaluate("e => getComputedStyle(e).color") != "rgb(255, 255, 255)"


def test_mistakes_are_listed_at_the_top_and_lead_to_their_controls(amina: Reporter) -> None:
    amina.when_i_begin().when_i_choose_my_address().press_continue()
    summary = amina.page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    assert amina.page.title().startswith("Error: ")
    assert summary.locator("a").count() == 2
    expect_resident_page(amina.page)
    summary.locator("a").last.click()
    expect(amina.page.locator("#missed_on-day")).to_be_focused()
    summary.locator("a").first.click()
    expect(amina.page.locator("input[name=container]").first).to_be_focused()


@pytest.mark.parametrize(
    ("days_ago", "message"),
    [
        (-1, "The date must be today or in the past"),
        (3, "You can report a missed bin for up to 2 days after the collection day"),
    ],
)
def test_a_date_that_cannot_be_is_explained(amina: Reporter, days_ago: int, message: str) -> None:
    amina.when_i_begin().when_i_choose_my_address().when_i_say_which_bin(days_ago=days_ago)
    expect(amina.page.locator(".govuk-error-summary")).to_contain_text(message)
    expect(amina.page.get_by_label("Rubbish bin", exact=True)).to_be_checked()


def test_an_address_that_is_not_in_the_register_can_be_typed(amina: Reporter) -> None:
    amina.when_i_begin()
    amina.page.locator("#property-postcode").fill("BN1 9ZZ")
    amina.press("Find address")
    expect(amina.page.locator("main")).to_contain_text("We found no address for that postcode")
    expect_resident_page(amina.page)
    amina.press("Enter the address yourself")
    expect_resident_page(amina.page)
    for part, words in (("line_1", "1 Nowhere Lane"), ("town", "Brighton"), ("postcode", "BN1 1AA")):
        amina.page.locator(f"#property-{part}").fill(words)
    amina.press_continue().when_i_say_which_bin().when_i_have_no_assisted_collection().when_the_bin_was_out_on_time()
    amina.when_there_is_no_tag().when_i_leave_my_details()
    amina.then_my_answers_are("1 Nowhere Lane", "BN1 1AA")
    assert amina.when_i_send()


def test_each_council_asks_in_its_own_words(amina: Reporter, another_device: Device) -> None:
    amina.when_i_begin().when_i_choose_my_address()
    expect(amina.page.locator("main")).to_contain_text("We collect every day but Sunday")
    elsewhere = Reporter(another_device(), amina.node, council="eastbourne", postcode="BN20 0AD")
    elsewhere.when_i_begin().when_i_choose_my_address().then_i_am_asked("What was missed?")
    expect(elsewhere.page.locator("main")).to_contain_text("Rubbish sacks")
    expect_resident_page(elsewhere.page, phone="01632 960303")
    elsewhere.when_i_say_which_bin()
    expect(elsewhere.page.locator(".govuk-error-summary")).to_contain_text("Wait until the day after")


def test_pages_that_do_not_exist_say_so_and_show_a_way_on(amina: Reporter) -> None:
    for path in (
        "/brighton-and-hove/no-such-service/",
        "/no-such-council/",
        "/brighton-and-hove/report-missed-bin/x/y/",
    ):
        answer = amina.page.goto(amina.node.url(path))
        assert answer is not None
        assert answer.status == 404
        assert amina.page.locator("main a").count() >= 1, path
        expect_accessible(amina.page)


def test_yesterday_is_a_day_to_report(amina: Reporter) -> None:
    yesterday = today() - dt.timedelta(days=1)
    amina.when_i_begin().when_i_choose_my_address()
    amina.page.get_by_label("Garden waste bin").check()
    amina.type_date("missed_on", yesterday).press_continue().then_i_am_asked("Do you have an assisted collection?")
