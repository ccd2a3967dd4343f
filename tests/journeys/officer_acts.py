"""What an officer does at a browser."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect
from tests.journeys.node import Node

MOST_CODES = 3


@dataclass
class Officer:
    """Somebody who works a council's requests."""

    page: Page
    node: Node
    email: str

    @property
    def council(self) -> str:
        return self.email.partition("@")[2].removesuffix(".example")

    @property
    def heading(self) -> Locator:
        return self.page.locator("h1")

    def press(self, words: str) -> "Officer":
        self.page.get_by_role("button", name=words, exact=True).click()
        return self

    def follow(self, words: str) -> "Officer":
        self.page.get_by_role("link", name=words).first.click()
        return self

    def when_i_open_the_queue(self, tab: str = "") -> "Officer":
        self.page.goto(self.node.url(f"/staff/{self.council}/requests/"))
        return self.follow(tab) if tab else self

    def when_i_search_for(self, words: str) -> "Officer":
        self.when_i_open_the_queue()
        self.page.get_by_role("searchbox").fill(words)
        return self.press("Search")

    def when_i_open(self, reference: str) -> "Officer":
        return self.when_i_search_for(reference).follow(reference).then_the_page_is_about(reference)

    def when_i_note(self, words: str) -> "Officer":
        self.page.locator("#note").fill(words)
        return self.press("Add note")

    def then_the_page_is_about(self, reference: str) -> "Officer":
        expect(self.page.locator("main")).to_contain_text(reference)
        return self

    def then_i_read(self, words: str) -> "Officer":
        expect(self.page.locator("main")).to_contain_text(words)
        return self


def sign_in(officer: Officer) -> Officer:
    """Sign in with password and code; a code that was taken or ran out is followed by the next."""
    person = officer.node.people()[officer.email]
    page = officer.page
    page.goto(officer.node.url("/staff/"))
    page.get_by_label("Email address").fill(officer.email)
    page.get_by_label("Password", exact=True).fill(person["password"])
    officer.press("Continue")
    inside, refused = page.locator(".house-staff__person"), page.locator(".govuk-error-summary")
    tried = ""
    for _try in range(MOST_CODES):
        tried = _next_code(officer, after=tried)
        page.get_by_label("Code").fill(tried)
        officer.press("Continue")
        expect(inside.or_(refused)).to_be_visible()
        if inside.is_visible():
            break
    expect(inside).to_be_visible()
    return officer


def _next_code(officer: Officer, *, after: str) -> str:
    """Return the code of the moment once it is another than the one that was refused; one lasts half a minute."""
    while (code := officer.node.people()[officer.email]["code"]) == after:
        officer.page.wait_for_timeout(1_000)
    return code
