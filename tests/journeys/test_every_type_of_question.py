"""Every type of question on a real page: answered, checked, sent, and read by an officer."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from tests.journeys.looking import expect_resident_page
from tests.journeys.node import Node
from tests.journeys.officer_acts import Officer

pytestmark = pytest.mark.browser
LEWES = "01632 960202"
POSTCODE = "BN10 7AE"
SignedIn = Callable[[str], Officer]


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    """A document and a photograph."""
    document, photograph = tmp_path / "papers.pdf", tmp_path / "photograph.jpg"
    document.write_bytes(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n")
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "JPEG")
    photograph.write_bytes(made.getvalue())
    return [document, photograph]


def go_on(page: Page, heading: str) -> None:
    """Press "Continue" and arrive."""
    page.get_by_role("button", name="Continue", exact=True).last.click()
    expect(page.locator("h1")).to_have_text(heading)
    expect_resident_page(page, phone=LEWES)


def fill(page: Page, **answers: str) -> None:
    """Fill in boxes: `a__b` names the control `a-b`."""
    for name, words in answers.items():
        page.locator(f"#{name.replace('__', '-')}").fill(words)


def choose(page: Page, question: str, value: str) -> None:
    page.locator(f"input[name={question}][value={value}]").check()


def where_it_is(page: Page, node: Node) -> None:
    """radios; place, long-text."""
    page.goto(node.url("/lewes/everything/"))
    expect_resident_page(page, phone=LEWES)
    page.get_by_role("button", name="Start now").click()
    choose(page, "where", "road")
    go_on(page, "Which spot?")
    fill(page, spot__words="Beside the invented bridge", spot__postcode=POSTCODE, spot_note="A bench.\nA tree.")
    go_on(page, "Who rents it?")


def who_rents_it(page: Page) -> None:
    """name, phone, date, email, address, national-insurance."""
    fill(page, holder_name="Amina Invented", holder_phone="01632 960001", email="amina.stall@residents.example")
    fill(page, born_on__day="28", born_on__month="2", born_on__year="1990", insurance_number="AB123456C")
    fill(page, home__postcode=POSTCODE)
    page.get_by_role("button", name="Find address").click()
    expect(page.locator("#holder_name")).to_have_value("Amina Invented")
    page.get_by_label("Choose the address").select_option(index=1)
    go_on(page, "What do you sell?")


def what_is_sold(page: Page, papers: list[Path]) -> None:
    """checkboxes, select, text, show, file, number, money, yes-no."""
    choose(page, "goods", "food")
    choose(page, "goods", "crafts")
    page.locator("#unit").select_option("large")
    fill(page, stall_name="Amina’s", weeks="4", width="2.0", turnover="1,250.50")
    choose(page, "charity", "yes")
    page.get_by_role("button", name="Continue", exact=True).last.click()
    # What "food" brings is asked before it is missed.
    expect(page.locator("main")).to_contain_text("We have to see your papers.")
    page.locator("input[type=file]").set_input_files(papers)
    page.get_by_role("button", name="Upload", exact=True).click()
    expect(page.locator(".house-files li")).to_have_count(2)
    expect_resident_page(page, phone=LEWES)
    page.get_by_role("button", name="Remove photograph.jpg").click()
    expect(page.locator(".house-files li")).to_have_count(1)
    go_on(page, "Which vehicles come?")


def which_vehicles(page: Page) -> None:
    """group, vehicle: one entry changed, one removed."""
    for number, plate in ((1, "AB12 CDE"), (2, "AB12 CDF")):
        page.get_by_role("button", name="Add another" if number == 2 else "Add Vehicle").click()
        expect(page.locator("h1")).to_have_text(f"Vehicle {number}")
        fill(page, plate=plate)
        choose(page, "trailer", "yes" if number == 1 else "no")
        page.get_by_role("button", name="Continue", exact=True).last.click()
        if number == 1:
            fill(page, trailer_metres="4")
            expect_resident_page(page, phone=LEWES)
            page.get_by_role("button", name="Continue", exact=True).last.click()
        expect(page.locator("h1")).to_have_text("Which vehicles come?")
    page.get_by_role("button", name="Remove Vehicle 2").click()
    expect_resident_page(page, phone=LEWES)
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator("main")).not_to_contain_text("AB12CDF")
    go_on(page, "How do you pay?")


def how_to_pay(page: Page) -> None:
    """bank-account, time, slot, signature, declaration."""
    fill(page, bank__sort_code="12-34-56", bank__account_number="12345678", arrive_at="7:30am")
    fill(page, visit__from="2027-01-05T09:00", visit__until="2027-01-05T09:45", signed__name="Amina Invented")
    page.locator("input[name=agreed]").check()
    go_on(page, "Check your answers before you send")


def test_each_is_answered_checked_sent_and_read(
    page: Page, node: Node, papers: list[Path], signed_in: SignedIn
) -> None:
    where_it_is(page, node)
    who_rents_it(page)
    what_is_sold(page, papers)
    which_vehicles(page)
    how_to_pay(page)
    answers = (
        "A road", "Beside the invented bridge", "A tree.", "Amina Invented", "01632 960001", "28 February 1990",
        "amina.stall@residents.example", POSTCODE, "Food", "Crafts", "Large", "Amina’s", "papers.pdf", "£1,250.50",
        "AB12CDE", "7:30am", "9:45",
    )  # fmt: skip
    for one in answers:
        expect(page.locator("main")).to_contain_text(one)
    page.get_by_role("button", name="Send", exact=True).click()
    reference = page.locator(".govuk-panel .house-reference").inner_text().strip()
    expect_resident_page(page, phone=LEWES)
    cara = signed_in("cara@lewes.example").when_i_open(reference)
    for one in answers:
        cara.then_i_read(one)
    with cara.page.expect_download() as download:
        cara.follow("papers.pdf")
    assert Path(download.value.path()).read_bytes() == papers[0].read_bytes()


def test_mistakes_of_every_type_are_told_and_lead_to_a_control(page: Page, node: Node) -> None:
    page.goto(node.url("/lewes/everything/"))
    page.get_by_role("button", name="Start now").click()
    choose(page, "where", "market")
    go_on(page, "Who rents it?")
    page.get_by_role("button", name="Continue", exact=True).last.click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect_resident_page(page, phone=LEWES)
    targets = [link.get_attribute("href") or "" for link in page.locator(".govuk-error-summary a").all()]
    assert len(targets) == 5
    for target in targets:
        expect(page.locator(target)).to_be_visible()


@pytest.mark.parametrize(
    ("name", "content"),
    [("papers.exe", b"MZ not a document"), ("papers.pdf", b"not a document either"), ("papers.jpg", b"")],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_lost(
    page: Page, node: Node, tmp_path: Path, name: str, content: bytes
) -> None:
    where_it_is(page, node)
    who_rents_it(page)
    choose(page, "goods", "food")
    fill(page, stall_name="Amina’s", width="2.0", turnover="10")
    choose(page, "charity", "no")
    page.get_by_role("button", name="Continue", exact=True).last.click()
    hostile = tmp_path / name
    hostile.write_bytes(content)
    page.locator("input[type=file]").set_input_files(hostile)
    page.get_by_role("button", name="Upload", exact=True).click()
    expect(page.locator(".govuk-error-summary")).to_contain_text(name)
    expect(page.locator("#stall_name")).to_have_value("Amina’s")
    expect_resident_page(page, phone=LEWES)
