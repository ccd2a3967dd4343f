"""One way through each of the six services, page by page, for whoever walks them all: what is typed where."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page
from tests.journeys.node import Node
from tests.journeys.resident_acts import POSTCODE, today

Filled = Mapping[str, str]
Seen = Callable[[Page, str], None]
PERSON = {"full_name": "Amina Invented", "email": "amina@residents.example"}
HOME = "find an address"
"""Stands for the page that finds an address, of the question named."""


@dataclass(frozen=True)
class Way:
    """
    One way through a service.

    Attributes:
        pages: of each page of questions what is typed or chosen, by the names of the controls.
    """

    service: str
    pages: Sequence[Filled]
    council: str = "brighton-and-hove"


def _date(question: str, *, days: int = 0) -> Filled:
    day = today() + dt.timedelta(days=days)
    return {f"{question}-day": str(day.day), f"{question}-month": str(day.month), f"{question}-year": str(day.year)}


def ways(photo: Path) -> tuple[Way, ...]:
    """Return one way through each service; `photo` is what is uploaded where a proof or a picture is asked for."""
    agreed, proof = {"agreed": "yes"}, str(photo)
    bin_ = {"container": "refuse", **_date("missed_on")}
    return (
        Way(
            "report-missed-bin",
            ({HOME: "property"}, bin_, {"assisted": "no"}, {"out_on_time": "yes"}, {"tag": "none"}, PERSON),
        ),
        Way(
            "report-street-problem",
            (
                {"problem": "fly-tipping"},
                {"land": "street"},
                {"spot-words": "Outside 12 Example Street, by the post box", "spot-postcode": POSTCODE},
                {"danger": "no"},
                {"seen": "no", "details": "A sofa and six black bags, since last night."},
                {"photos": proof},
                PERSON,
            ),
        ),
        Way(
            "garden-waste-subscription",
            (
                {HOME: "property"},
                {"bins": "2", "bins_there": "1"},
                {"on_benefit": "no"},
                {"assisted": "no"},
                {"start_when": "soon"},
                PERSON,
                agreed,
            ),
        ),
        Way(
            "resident-parking-permit",
            (
                {HOME: "property", "zone": "*"},
                {"permit_for": "resident"},
                {"permits_held": "0"},
                {"blue_badge": "no"},
                {"registration": "AB12 CDE", "over_size": "no"},
                {"kept_as": "own"},
                {"has_co2": "yes"},
                {"co2": "104"},
                {"home_proof": proof},
                {"vehicle_proof": proof},
                PERSON,
                agreed,
            ),
        ),
        Way(
            "moving-home",
            (
                {"moving": "in"},
                {},
                {HOME: "new_property", **_date("moves_in_on", days=7), **_date("responsible_from", days=7)},
                {"tenure": "own"},
                {"only_adult": "yes"},
                {"wants_discount": "yes"},
                {"discount_true": "yes"},
                {"not_counted": "no"},
                PERSON,
                agreed,
            ),
        ),
        Way(
            "ask-for-information",
            (
                {"kind": "council"},
                {"request": "How many fines for idling engines were given in each of the last three years?"},
                {"form": "electronic"},
                {"full_name": PERSON["full_name"]},
                {"reply_by": "email"},
                {"email": PERSON["email"]},
            ),
        ),
    )


def walk(page: Page, node: Node, way: Way, seen: Seen) -> str:
    """
    Walk a way, send it and pay for it; return the reference.

    Args:
        seen: is called with each page as it is first shown, and what it is.
    """
    page.goto(node.url(f"/{way.council}/{way.service}/"))
    seen(page, "start")
    _press(page, "Start now")
    seen(page, "page 1, and nothing typed yet")
    _press(page, "Continue")
    for number, filled in enumerate(way.pages, 1):
        seen(page, f"page {number}, with a mistake" if number == 1 else f"page {number}")
        _fill(page, filled, seen)
        _press(page, "Continue")
    seen(page, "check answers")
    _press(page, "Send")
    if page.get_by_role("button", name="Go on to payment").count():
        _pay(page, seen)
    seen(page, "sent")
    return page.locator(".house-reference").first.inner_text().strip()


def _pay(page: Page, seen: Seen) -> None:
    seen(page, "pay for it")
    _press(page, "Go on to payment")
    seen(page, "the simulated provider")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^Pay £")).click()


def _fill(page: Page, filled: Filled, seen: Seen) -> None:
    for name, value in filled.items():
        if name == HOME:
            _find_address(page, value, seen)
            continue
        control = page.locator(f'[name="{name}"]')
        kind = control.first.get_attribute("type")
        if kind in {"radio", "checkbox"}:
            page.locator(f'[name="{name}"][value="{value}"]').check()
        elif kind == "file":
            control.set_input_files(value)
        elif value == "*":
            control.select_option(index=1)
        else:
            control.fill(value)


def _find_address(page: Page, question: str, seen: Seen) -> None:
    page.locator(f"#{question}-postcode").fill(POSTCODE)
    _press(page, "Find address")
    seen(page, "addresses found")
    page.get_by_label("Choose the address").select_option(index=1)


def _press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).last.click()
