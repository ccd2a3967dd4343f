"""What a resident does at a browser, step by step, in words that tests read like a story."""

import datetime as dt
import re
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect
from tests.journeys.node import Node

POSTCODE = "BN1 1AA"
SERVICE = "report-missed-bin"
WORDS = {
    "en": {
        "start": "Start now", "continue": "Continue", "find": "Find address", "choose": "Choose the address",
        "send": "Send", "yes": "Yes", "bin": "Rubbish bin", "tag": "There is no tag",
        "day": "Day", "month": "Month", "year": "Year", "name": "Your name", "email": "Email address",
    },
    "cy": {
        "start": "Dechrau nawr", "continue": "Parhau", "find": "Dod o hyd i’r cyfeiriad", "choose": "Dewiswch y cyfeiriad",
        "send": "Anfon", "yes": "Ie", "bin": "Bin sbwriel", "tag": "Nid oes tag",
        "day": "Diwrnod", "month": "Mis", "year": "Blwyddyn", "name": "Eich enw", "email": "Cyfeiriad e-bost",
    },
}  # fmt: skip


def today() -> dt.date:
    return dt.datetime.now(ZoneInfo("Europe/London")).date()


@dataclass
class Reporter:
    """Somebody who reports a missed bin to a council."""

    page: Page
    node: Node
    council: str = "brighton-and-hove"
    postcode: str = POSTCODE
    language: str = "en"
    email: str = ""
    visited: list[str] = field(default_factory=list)

    def say(self, key: str) -> str:
        return WORDS[self.language][key]

    @property
    def heading(self) -> Locator:
        return self.page.locator("h1")

    @property
    def start_url(self) -> str:
        return self.node.url(f"/{self.council}/{SERVICE}/")

    def given_the_start_page(self) -> "Reporter":
        self.page.goto(self.start_url)
        return self

    def press(self, words: str) -> "Reporter":
        self.page.get_by_role("button", name=words, exact=True).first.click()
        return self

    def press_continue(self) -> "Reporter":
        return self.press(self.say("continue"))

    def when_i_begin(self) -> "Reporter":
        return self.given_the_start_page().press(self.say("start"))

    def when_i_choose_my_address(self) -> "Reporter":
        self.page.locator("#property-postcode").fill(self.postcode)
        self.press(self.say("find"))
        self.page.get_by_label(self.say("choose")).select_option(index=1)
        return self.press_continue()

    def when_i_say_which_bin(self, *, words: str = "", days_ago: int = 0) -> "Reporter":
        self.page.get_by_label(words or self.say("bin"), exact=True).check()
        return self.type_date("missed_on", today() - dt.timedelta(days=days_ago)).press_continue()

    def type_date(self, question: str, day: dt.date) -> "Reporter":
        for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
            self.page.locator(f"#{question}-{part}").fill(str(value))
        return self

    def choose(self, question: str, value: str) -> "Reporter":
        self.page.locator(f"input[name={question}][value={value}]").check()
        return self.press_continue()

    def when_i_have_no_assisted_collection(self) -> "Reporter":
        return self.choose("assisted", "no")

    def when_the_bin_was_out_on_time(self) -> "Reporter":
        return self.choose("out_on_time", "yes")

    def when_there_is_no_tag(self) -> "Reporter":
        return self.choose("tag", "none")

    def when_i_leave_my_details(self, *, name: str = "Amina Invented") -> "Reporter":
        self.page.locator("[name=full_name]").fill(name)
        if self.email:
            self.page.locator("[name=email]").fill(self.email)
        return self.press_continue()

    def when_i_answer_everything(self) -> "Reporter":
        self.when_i_begin().when_i_choose_my_address().when_i_say_which_bin()
        self.when_i_have_no_assisted_collection().when_the_bin_was_out_on_time().when_there_is_no_tag()
        return self.when_i_leave_my_details()

    def when_i_send(self) -> str:
        self.press(self.say("send"))
        return self.reference()

    def reference(self) -> str:
        return self.page.locator(".govuk-panel .house-reference").inner_text().strip()

    def then_i_am_asked(self, words: str) -> "Reporter":
        expect(self.heading).to_have_text(words)
        return self

    def then_my_answers_are(self, *words: str) -> "Reporter":
        for one in words:
            expect(self.page.locator(".govuk-summary-list").first).to_contain_text(one)
        return self

    def when_i_change(self, row: str) -> "Reporter":
        self.page.get_by_role("link", name=re.compile(rf"^Change ?: {re.escape(row)}")).click()
        return self

    def when_i_track(self, reference: str, proof: str) -> "Reporter":
        self.page.goto(self.node.url(f"/{self.council}/track/"))
        self.page.locator("#reference").fill(reference)
        self.page.locator("#proof").fill(proof)
        self.page.locator("form button[type=submit]").last.click()
        return self


def newest_letter(reporter: Reporter, *, subject: str = "") -> Page:
    """Open the newest letter to the reporter, or the one of a subject, once the worker has delivered it."""
    page = reporter.page
    for _try in range(60):
        page.goto(reporter.node.url(f"/demonstration/mailbox/?to={reporter.email}"))
        letter = page.locator(".mailbox__subject", has_text=subject)
        if letter.count():
            break
        page.wait_for_timeout(250)
    letter.first.click()
    return page
