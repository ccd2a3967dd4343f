"""Olu brings a form from another system, sees what became of it, and tries it as a resident."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
BINS = form(
    page("/where", field("UkAddressField", "home", title="Your address"), to="/what"),
    page("/what", field("RadiosField", "bin", title="What was not emptied?", list="colours"), to="/day"),
    page("/day", field("DatePartsField", "day", title="When should the bin have been emptied?"), to="/dog"),
    page("/dog", field("TextField", "dog", title="Is there a dog?")),
    name="Report a missed bin",
)  # fmt: skip


def test_she_brings_a_form_and_tries_it(signed_in: Callable[[str], Officer], tmp_path: Path) -> None:
    owner = signed_in(f"olu@{COUNCIL}.example")
    owner.page.goto(owner.node.url(f"/staff/{COUNCIL}/services/start/"))
    owner.follow("Make it of a form that we have in another system")
    expect(owner.heading).to_have_text("Make a service of a form you have")
    expect_accessible_on_each_screen(owner.page)
    owner.press("Continue")
    expect(owner.page.locator(".govuk-error-summary")).to_be_visible()
    expect_accessible_on_each_screen(owner.page)

    choose(owner, FORM, tmp_path)
    expect(owner.heading).to_have_text("Make a service of a form you have")
    expect(owner.page.get_by_text("The form: our-form.json")).to_be_visible()
    expect_accessible_on_each_screen(owner.page)
    owner.press("Make the draft")
    expect(owner.page.locator(".govuk-error-summary")).to_be_visible()
    expect_accessible_on_each_screen(owner.page)
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


def test_she_uses_the_shared_service_instead_and_keeps_what_is_local(
    signed_in: Callable[[str], Officer], tmp_path: Path
) -> None:
    owner = signed_in(f"olu@{COUNCIL}.example")
    owner.page.goto(owner.node.url(f"/staff/{COUNCIL}/services/start/from-a-form/"))
    choose(owner, BINS, tmp_path)
    expect(owner.heading).to_have_text("Somebody shares this already")
    expect(owner.page.get_by_text("Is there a dog?")).to_be_visible()
    first, *_ = owner.page.get_by_role("radio").all()
    expect(first).to_have_attribute("value", re.compile("^commonwheel-examples/report-missed-bin@"))
    expect(owner.page.locator("input[type=radio]:checked")).to_have_count(0)
    expect_accessible_on_each_screen(owner.page)

    owner.press("Continue")
    expect(owner.page.locator(".govuk-error-summary")).to_be_visible()
    expect_accessible_on_each_screen(owner.page)

    owner.page.get_by_label("keep these local differences").first.check()
    owner.press("Continue")
    expect(owner.heading).to_have_text("Change this service")
    owner.follow("Our changes")
    expect(owner.page.get_by_text("When should the bin have been emptied?").first).to_be_visible()
    expect_accessible_on_each_screen(owner.page)
    owner.page.go_back()
    owner.press("Throw this draft away")


def test_she_brings_the_whole_form_all_the_same(signed_in: Callable[[str], Officer], tmp_path: Path) -> None:
    owner = signed_in(f"olu@{COUNCIL}.example")
    owner.page.goto(owner.node.url(f"/staff/{COUNCIL}/services/start/from-a-form/"))
    choose(owner, BINS, tmp_path)
    owner.page.get_by_label("Bring the whole form as a new service").check()
    owner.press("Continue")
    expect(owner.page.get_by_label("What is it called?")).to_be_visible()
    expect(owner.page.get_by_text("The form: our-form.json")).to_be_visible()


def choose(owner: Officer, form: Any, folder: Path) -> None:
    """Choose the file of a form, and go on."""
    file = folder / "our-form.json"
    file.write_text(json.dumps(form))
    owner.page.get_by_label("The file of the form").set_input_files(file)
    owner.press("Continue")
