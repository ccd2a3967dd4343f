"""
Print what Chromium tells a screen reader of the main pages: raw material for docs/screen-reader-walk.md.

For each page: its title and language, what is read from top to bottom (role, name, description, state), and where
the focus goes with Tab. A demonstration node in a temporary folder serves the pages. Name services to hear only those
(`python scripts/hear_pages.py moving-home`); without a name, all six are heard, then tracking and an officer at work.
"""

import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.journeys.node import Node, demonstration  # noqa: E402  # after the path
from tests.journeys.officer_acts import Officer, sign_in  # noqa: E402  # after the path
from tests.journeys.resident_acts import POSTCODE, Reporter  # noqa: E402  # after the path
from tests.journeys.six_journeys import walk, ways  # noqa: E402  # after the path

CHROMIUM = "/usr/bin/chromium"
QUIET = {"none", "generic", "InlineTextBox", "RootWebArea", "LineBreak", "ListMarker", "LabelText", "Legend"}
STATES = ("invalid", "required", "checked", "expanded", "level", "current")
FOCUSED = """() => { const e = document.activeElement;
  return e === document.body ? '' : e.tagName.toLowerCase() + (e.id ? '#' + e.id : '')
    + ' ' + (e.innerText || e.value || e.getAttribute('aria-label') || '').trim().split('\\n')[0].slice(0, 50) }"""


def read_aloud(page: Page) -> Iterator[str]:
    """Yield what is announced, in reading order, indented as it is nested."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    yield from _below(nodes[0], by_id, 0)


def _below(node: dict[str, Any], by_id: dict[str, dict[str, Any]], depth: int) -> Iterator[str]:
    role = node.get("role", {}).get("value", "")
    name = " ".join(str(node.get("name", {}).get("value", "")).split())
    told = not node.get("ignored") and role not in QUIET and bool(name or role not in {"StaticText", "paragraph"})
    if told:
        yield "  " * depth + _words(node, role, name)
    children = [] if told and role in {"heading", "link", "button"} else node.get("childIds", [])
    for child in children:
        yield from _below(by_id[child], by_id, depth + int(told)) if child in by_id else ()


def _words(node: dict[str, Any], role: str, name: str) -> str:
    states = [
        f"{one['name']} {one['value'].get('value')}"
        for one in node.get("properties", [])
        if one["name"] in STATES and one["value"].get("value") not in (False, "false", None)
    ]
    description = node.get("description", {}).get("value", "")
    parts = [role, f"“{name}”" if name else "", f"described by “{description}”" if description else "", *states]
    return ", ".join(part for part in parts if part)


def tab_stops(page: Page) -> list[str]:
    """Return what gets the focus with each press of Tab, until it leaves the page."""
    found: list[str] = []
    page.evaluate("document.activeElement.blur()")
    for _press in range(60):
        page.keyboard.press("Tab")
        stop = str(page.evaluate(FOCUSED))
        if not stop or (found and stop == found[0]):
            break
        found.append(stop)
    return found


def hear(page: Page, name: str) -> None:
    """Print a page."""
    # The focus is moved by the page's script, which runs once the page is there.
    page.wait_for_load_state("networkidle")
    focused = page.evaluate(FOCUSED)
    print(f"\n== {name}\ntitle: {page.title()}\nlang: {page.get_attribute('html', 'lang')}")
    print(f"focus on arrival: {focused}")
    print(*read_aloud(page), sep="\n")
    print("tab:", *tab_stops(page), sep="\n  ")


def resident(page: Page, amina: Reporter) -> str:
    """Walk a report and its tracking; return the reference."""
    amina.given_the_start_page()
    hear(page, "start")
    amina.press("Start now")
    hear(page, "address")
    page.locator("#property-postcode").fill(POSTCODE)
    amina.press("Find address")
    hear(page, "address, found")
    page.get_by_label("Choose the address").select_option(index=1)
    amina.press_continue()
    hear(page, "bin")
    amina.press_continue()
    hear(page, "bin, with mistakes")
    amina.when_i_say_which_bin()
    hear(page, "assisted")
    amina.when_i_have_no_assisted_collection().when_the_bin_was_out_on_time().choose("tag", "too-full")
    hear(page, "stop")
    amina.press("Continue anyway")
    hear(page, "contact")
    amina.when_i_leave_my_details()
    hear(page, "check answers")
    amina.when_i_change("Assisted collection").choose("assisted", "yes")
    hear(page, "answers that no longer apply")
    reference = amina.press("Keep my earlier answer").when_i_send()
    hear(page, "sent")
    amina.when_i_track("MB-AAA", POSTCODE)
    hear(page, "track, with a mistake")
    amina.when_i_track(reference, POSTCODE)
    hear(page, "tracked")
    return reference


def officer(ben: Officer, reference: str) -> None:
    """Walk the queue, a request and a move."""
    ben.when_i_open_the_queue()
    hear(ben.page, "queue")
    ben.when_i_open(reference)
    hear(ben.page, "request")
    ben.follow("Collection arranged")
    hear(ben.page, "move")
    ben.press("Move on to “Collection arranged”")
    hear(ben.page, "move, with a mistake")


def journeys(browser: Browser, node: Node, photo: Path, names: list[str]) -> None:
    """Walk one way through each of the six services, or of those named."""
    Image.new("RGB", (640, 480), (120, 140, 120)).save(photo)
    for way in ways(photo):
        if not names or way.service in names:
            heard = partial(_hear_of, way.service)
            walk(browser.new_page(), node, way, heard)


def _hear_of(service: str, page: Page, name: str) -> None:
    hear(page, f"{service}: {name}")


def main() -> None:
    """Print all pages."""
    names = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        with demonstration(Path(folder)) as node:
            journeys(browser, node, Path(folder) / "photo.jpg", names)
            if names:
                browser.close()
                return
            page = browser.new_page()
            reference = resident(page, Reporter(page, node, email="amina@residents.example"))
            officer(sign_in(Officer(browser.new_page(), node, "ben@brighton-and-hove.example")), reference)
        browser.close()


if __name__ == "__main__":
    main()
