"""Olu brings a form from another system, sees what became of it, and tries it as a resident."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.core.forms.builder_forms import condition, field, form, page, part
from tests.journeys.looking import expect_accessible_on_each_screen
from tests.journeys.officer_acts import Officer

pytestmark = pytest.mark.browser
COUNCIL = "brighton-and-hove"
FORM = form(
    page("/colour", field("RadiosField", "colour", list="colours"), to=[{"path": "/why", "condition": "red"}, {"path": "/summary"}]),
    page("/why", field("TextField", "why", title="Why red?", options={"classes": "wide"})),
    conditions=[condition("red", part("colour", "is", "Red"))],
)  # fmt: skip


def test_she_brings_a_form_and_tries_it(signed_in: Callable[[str], Officer], tmp_path: Path) -> None:
    owner = signed_in(f"olu@{COUNCIL}.example")
    owner.page.goto(owner.node.url(f"/staff/{COUNCIL}/services/start/"))
    owner.follow("Make it of a form that we have in another system")
    expect(owner.heading).to_have_text("Make a service of a form you have")
    expect_accessible_on_each_screen(owner.page)
    owner.press("Make the draft")
    expect(owner.page.locator(".govuk-error-summary")).to_be_visible()
    expect_accessible_on_each_screen(owner.page)

    file = tmp_path / "our-form.json"
    file.write_text(json.dumps(FORM))
    owner.page.get_by_label("The file of the form").set_input_files(file)
    owner.page.get_by_label("What is it called?").fill("Choose a colour")
    owner.page.get_by_label("Which of the council’s duties does it belong to?").select_option("parks")
    owner.page.get_by_label("Which law lets the council do this?").fill("Localism Act 2011, section 1")
    owner.page.get_by_label("A task in the public interest that the law gives us").check()
    owner.press("Make the draft")
    expect(owner.heading).to_have_text("What came of the form")
    expect_accessible_on_each_screen(owner.page)

    owner.follow("Try it as a resident")
    owner.press("Start the trial")
    phone = owner.page.frame_locator(".house-phone")
    expect(phone.get_by_text("What is the colour?").first).to_be_visible()
