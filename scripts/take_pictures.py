"""
Take the pictures in docs/pictures anew: `make pictures`.

A demonstration node runs in a temporary folder, the people of the browser tests walk it, and Debian's Chromium takes
the pictures. Names stay the same; what is on them has the date of the day.
"""

import base64
import io
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.journeys.node import PROGRAM, Node, demonstration, environment  # noqa: E402  # after the path
from tests.journeys.officer_acts import Officer, sign_in  # noqa: E402  # after the path
from tests.journeys.resident_acts import POSTCODE, Reporter, newest_letter, today  # noqa: E402  # after the path
from tests.journeys.six_journeys import walk, ways  # noqa: E402  # after the path
from tests.support.library import US, library, release_of  # noqa: E402  # after the path
from tests.support.ports import free_port  # noqa: E402  # after the path

from commonwheel.integrations.trust.keys import save_key  # noqa: E402  # after the path

PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
OPEN_DATA = ROOT.parent / "shared" / "data"
LAPTOP = (1120, 760)
WINDOW = (900, 640)
PHONE = (360, 720)
TALLEST = 1300
COLOURS = 96
MOST_BYTES = 150_000
AMINA, OLU = "amina@residents.example", "olu@brighton-and-hove.example"
OF_SERVICES = {
    ("garden-waste-subscription", "check answers"): "garden-check",
    ("resident-parking-permit", "page 9"): "parking-proof",
    ("moving-home", "sent"): "moving-sent",
    ("ask-for-information", "sent"): "information-sent",
}
"""Of each service beside the missed bin, the page that shows what is its own."""
OUR_FORM = """Page,Question,Type,Options,Hint,Required,Show when,Owner
The event,Which park?,Select,Preston Park | Hove Park | Stanmer Park,,yes,,Parks team
The event,How many people?,Number,,,yes,,
The event,Will there be music?,Yes/no,,,yes,,
Music,Until what time?,Time,,,yes,Will there be music? = yes,
You,Full name,Name,,,yes,,
You,Date of birth,Date,,,no,,
You,Email,Email,,,yes,,
"""
"""A form as somebody drafts it in a sheet."""
OUR_BINS = """Page,Question,Type,Options,Required
Where,Address,Address,,yes
Which,What was not emptied?,Radios,Rubbish bin | Recycling bin or box | Trade waste bin,yes
Which,When should the bin have been emptied?,Date,,yes
More,Is there a gate with a code?,Yes/no,,yes
You,Email,Email,,yes
"""
"""One that asks much the same as a shared service."""
PATTERN = ROOT / "patterns" / "report-missed-bin"
OVERVIEW = """
<!doctype html><meta charset="utf-8"><style>
  body { margin: 0; width: 1600px; background: #eaf1ef; font: 26px/1.35 "DejaVu Sans", sans-serif; color: #17211f; }
  main { display: grid; grid-template-columns: 1fr 1fr; gap: 44px 48px; padding: 48px 56px 56px; }
  figure { margin: 0; } .wide { grid-column: 1 / -1; }
  figcaption { margin: 0 0 16px 4px; } b { color: #0b5c58; }
  img { display: block; width: 100%; height: 520px; object-fit: cover; object-position: top; border-radius: 10px;
        box-shadow: 0 10px 34px rgb(16 52 50 / 22%); }
  .wide img { height: 560px; }
</style><main>
  <figure><figcaption><b>Written once</b>, asked in Brighton &amp; Hove …</figcaption><img src="{one}"></figure>
  <figure><figcaption>… and in Eastbourne, <b>in its own way</b></figcaption><img src="{other}"></figure>
  <figure class="wide"><figcaption>Each council’s officers <b>work what was sent to them</b></figcaption>
    <img src="{queue}"></figure>
</main>
"""


@dataclass(frozen=True)
class Camera:
    """A browser, the node it looks at, and where the pictures go."""

    browser: Browser
    node: Node

    def open(self, size: tuple[int, int], path: str = "") -> Page:
        """Return a page of a new browser window; of another person, as it shares no cookie."""
        page = self.browser.new_page(viewport={"width": size[0], "height": size[1]})
        if path:
            page.goto(self.node.url(path))
        return page

    def reporter(
        self, size: tuple[int, int] = LAPTOP, *, council: str = "brighton-and-hove", postcode: str = POSTCODE
    ) -> Reporter:
        """Return somebody about to report a missed bin."""
        return Reporter(self.open(size), self.node, council=council, postcode=postcode)


def keep(page: Page, name: str, *, whole: bool = True) -> None:
    """Take a picture of the page and keep it small."""
    page.wait_for_load_state("load")
    page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
    taken = Image.open(io.BytesIO(page.screenshot(full_page=whole))).convert("RGB")
    taken = taken.crop((0, 0, taken.width, min(taken.height, TALLEST)))
    place = PICTURES / f"{name}.png"
    taken.quantize(COLOURS, dither=Image.Dither.NONE).save(place, optimize=True)
    size = place.stat().st_size
    print(f"{place.relative_to(ROOT)}: {taken.width} × {taken.height}, {size // 1000} kB")
    if size > MOST_BYTES:
        raise SystemExit(f"{place.name} has more than {MOST_BYTES} bytes: take it smaller.")


def node_pages(camera: Camera) -> None:
    """Take the pages of the node and of a council."""
    for name, path in (
        ("front-page", "/"),
        ("who-serves", "/places/?postcode=BN10+7AE"),
        ("people", "/demonstration/"),
        ("council", "/brighton-and-hove/"),
        ("start", "/brighton-and-hove/report-missed-bin/"),
        ("differences", "/demonstration/differences/"),
    ):
        keep(camera.open(LAPTOP, path), name)


def level_page(camera: Camera) -> None:
    """Take the page on levels of local, of a real region; not where the folder of open data is not beside this one."""
    if not OPEN_DATA.is_dir():
        print("levels: not taken, there is no folder of open data")
        return
    figures = OPEN_DATA / "finance_population"
    people, homes = figures / "population_by_single_age_lad.csv", figures / "council_tax_lad.csv"
    service = ("--service", "waste-collection")
    for words in (
        ("import", OPEN_DATA / "postcodes" / "codepo_gb.zip"),
        ("import", OPEN_DATA / "boundaries" / "ltla_2025.geojson", "--vintage", "2025-04-01"),
        ("figures", "keep", "population", f"{people}@2023"),
        ("figures", "keep", "demand", f"{homes}:total_dwellings@2026", *service),
        ("figures", "keep", "need", f"{people}:65..90+@2023", *service),
    ):
        data = environment(COMMONWHEEL_DATA=str(camera.node.data))
        subprocess.run([PROGRAM, "places", *words], check=True, env=data, stdout=subprocess.DEVNULL)
    query = "service=waste-collection&region=surrey&join=E07000209.E07000216.E07000217"
    keep(camera.open(LAPTOP, f"/places/level/?{query}"), "levels")


def journey_pages(camera: Camera) -> str:
    """Take the pages from the first question to tracking; return the reference."""
    amina = camera.reporter()
    amina.email = AMINA
    amina.when_i_begin().when_i_choose_my_address()
    amina.page.get_by_label("Rubbish bin", exact=True).check()
    keep(amina.page, "question")
    amina.press_continue()
    keep(amina.page, "mistakes")
    amina.when_i_say_which_bin().when_i_have_no_assisted_collection().when_the_bin_was_out_on_time()
    amina.when_there_is_no_tag().when_i_leave_my_details()
    keep(amina.page, "check-answers")
    reference = amina.when_i_send()
    keep(amina.page, "sent")
    amina.when_i_track(reference, POSTCODE)
    keep(amina.page, "tracking")
    return reference


def welsh_and_narrow_pages(camera: Camera) -> None:
    """Take a page in Welsh, and one on a phone."""
    welsh = camera.reporter()
    welsh.when_i_begin().when_i_choose_my_address()
    welsh.page.get_by_role("link", name="Cymraeg").click()
    keep(welsh.page, "welsh")
    phone = camera.reporter(PHONE)
    phone.when_i_begin().when_i_choose_my_address()
    keep(phone.page, "phone")


def officer_pages(camera: Camera, reference: str) -> Page:
    """Take the queue and a request; return the page of the queue."""
    ben = sign_in(Officer(camera.open(LAPTOP), camera.node, "ben@brighton-and-hove.example"))
    ben.when_i_open(reference).press("Take it").when_i_note("The crew’s record says that the road was blocked.")
    keep(ben.page, "request")
    ben.follow("Collection arranged")
    keep(ben.page, "move")
    ben.when_i_open_the_queue()
    keep(ben.page, "queue", whole=False)
    return ben.page


def service_pages(camera: Camera, photo: Path) -> None:
    """Sign in to My account, walk the other services, and take what is their own, then the list of them all."""
    Image.new("RGB", (640, 480), (120, 140, 120)).save(photo)
    page = camera.open(LAPTOP, "/account/")
    page.locator("#email").fill(AMINA)
    page.get_by_role("button", name="Send me a code").click()
    letter = newest_letter(Reporter(camera.open(LAPTOP), camera.node, email=AMINA), subject="Your code for My account")
    code = re.search(r"\b\d{6}\b", letter.locator("main").inner_text())
    page.locator("#code").fill(code[0] if code else "")
    page.get_by_role("button", name="Sign in", exact=True).click()
    for way in ways(photo):
        walk(page, camera.node, way, partial(_of_service, way.service))
    page.goto(camera.node.url("/account/"))
    keep(page, "my-account")


def _of_service(service: str, page: Page, name: str) -> None:
    if (service, name) in OF_SERVICES:
        keep(page, OF_SERVICES[service, name])


def street_page(camera: Camera) -> None:
    """Take the page on which a report goes on at another council."""
    page = camera.open(LAPTOP, "/lewes/report-street-problem/")
    page.get_by_role("button", name="Start now").click()
    for words in ("A pothole or a damaged road", "A street, road or pavement"):
        page.get_by_label(words, exact=True).check()
        page.get_by_role("button", name="Continue").click()
    page.locator("#spot-words").fill("Outside 12 Example Street, by the post box")
    page.locator("#spot-postcode").fill("BN7 1BT")
    page.get_by_role("button", name="Continue").click()
    keep(page, "street-council")


def adviser_page(camera: Camera, queue: Page) -> None:
    """Take a page of questions as an adviser sees it who has somebody on the phone."""
    queue.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    queue.goto(camera.node.url("/staff/brighton-and-hove/requests/enter/"))
    queue.get_by_label("Report a missed bin collection").check()
    queue.get_by_label("Phone", exact=True).check()
    for part, value in zip(("day", "month", "year"), (today().day, today().month, today().year), strict=True):
        queue.locator(f"#received_on-{part}").fill(str(value))
    queue.get_by_label("English", exact=True).check()
    queue.get_by_role("button", name="Continue").click()
    keep(queue, "adviser")


def other_staff_pages(camera: Camera) -> None:
    """Take where requests go, what goes by letter or call, and a queue worked in a shared service."""
    olu = sign_in(Officer(camera.open(LAPTOP), camera.node, OLU))
    olu.follow("Where requests go")
    keep(olu.page, "where-requests-go")
    idris = sign_in(Officer(camera.open(LAPTOP), camera.node, "idris@eastbourne.example"))
    idris.page.goto(camera.node.url("/staff/lewes/requests/"))
    keep(idris.page, "shared-service", whole=False)
    idris.when_i_open_the_queue().follow("Letters and calls")
    keep(idris.page, "letters-and-calls", whole=False)


def adopting_pages(camera: Camera) -> None:
    """Take a service in the shared library, and what is asked before the draft is made."""
    ravi = sign_in(Officer(camera.open(LAPTOP), camera.node, "ravi@rother.example"))
    ravi.follow("Services").follow("Find a service in the shared library")
    ravi.follow("Subscribe to garden waste collections")
    keep(ravi.page, "library-offer")
    ravi.page.get_by_role("button", name="Set it up").click()
    keep(ravi.page, "set-up")


def changing_pages(camera: Camera, folder: Path) -> None:
    """Take the pages of changing a service, of an update that comes into the draft, and of sharing a version."""
    olu = sign_in(Officer(camera.open(LAPTOP), camera.node, OLU))
    here = f"/staff/brighton-and-hove/services/{PATTERN.name}"
    olu.page.goto(camera.node.url(f"{here}/change/"))
    olu.press("Start changing")
    keep(olu.page, "change-service")
    olu.page.get_by_role("link", name=re.compile("Change words.*Which bin was missed")).click()
    olu.page.get_by_label("Title").fill("Which bin or box was missed?")
    keep(olu.page, "change-words")
    olu.press("Save in the draft").follow("Add a question")
    keep(olu.page, "add-question")
    olu.page.goto(camera.node.url(f"{here}/try/"))
    olu.press("Start the trial")
    olu.page.frame_locator(".house-phone").get_by_text("This is a trial").wait_for()
    keep(olu.page, "trial")
    (folder / "newer.tar").write_bytes(
        release_of(PATTERN.name, "1.2.0", pattern=("Which bin was missed?", "Which bin did we miss?")).data
    )
    words: list[str | Path] = ["service", "update", "brighton-and-hove", PATTERN.name, folder / "newer.tar"]
    known = environment(COMMONWHEEL_DATA=str(camera.node.data), COMMONWHEEL_DEMONSTRATION="yes")
    subprocess.run([PROGRAM, *words, "--by", OLU], check=True, capture_output=True, env=known)
    olu.page.goto(camera.node.url(f"{here}/change/update/"))
    olu.follow("The page “Which bin did we miss?”: title")
    keep(olu.page, "decide")
    olu.page.goto(camera.node.url("/staff/brighton-and-hove/share/"))
    olu.page.locator("input[type=file]").set_input_files(folder / "newer.tar")
    olu.press("Look at it")
    keep(olu.page, "share-version")


def form_pages(camera: Camera, folder: Path) -> None:
    """Take a form beside a shared service, the page that asks what no form says, and what came of a whole form."""
    olu = sign_in(Officer(camera.open(LAPTOP), camera.node, OLU))
    start = camera.node.url("/staff/brighton-and-hove/services/start/from-a-form/")
    _choose_form(olu, start, folder / "our-bins.csv", OUR_BINS)
    keep(olu.page, "form-beside")
    _choose_form(olu, start, folder / "our-form.csv", OUR_FORM)
    keep(olu.page, "bring-a-form")
    olu.page.get_by_label("What is it called?").fill("Hire a park for an event")
    olu.page.get_by_label("Which of the council’s duties does it belong to?").select_option("parks")
    olu.page.get_by_label("Which law lets the council do this?").fill("Local Government Act 1972, section 145")
    olu.page.get_by_label("A task in the public interest that the law gives us").check()
    olu.press("Make the draft")
    keep(olu.page, "what-came-of-a-form")


def _choose_form(olu: Officer, start: str, file: Path, text: str) -> None:
    file.write_text(text)
    olu.page.goto(start)
    olu.page.get_by_label("The file of the form").set_input_files(file)
    olu.press("Continue")


def letter_page(camera: Camera) -> None:
    """Take the letter that the resident got."""
    page = camera.open(LAPTOP)
    for _try in range(40):
        page.goto(camera.node.url(f"/demonstration/mailbox/?to={AMINA}"))
        if page.locator(".mailbox__subject").count():
            break
        time.sleep(0.25)
    page.locator(".mailbox__subject").first.click()
    keep(page, "letter")


def overview(camera: Camera, queue: Page) -> None:
    """Put two councils and a queue side by side, for the README."""
    shots = {}
    for key, council, postcode in (("one", "brighton-and-hove", POSTCODE), ("other", "eastbourne", "BN20 0AD")):
        asked = camera.reporter(WINDOW, council=council, postcode=postcode)
        asked.when_i_begin().when_i_choose_my_address()
        shots[key] = asked.page.screenshot()
    queue.set_viewport_size({"width": 1488, "height": 560})
    shots["queue"] = queue.screenshot()
    page = camera.open((1600, 900))
    html = OVERVIEW
    for key, shot in shots.items():
        html = html.replace(f"{{{key}}}", f"data:image/png;base64,{base64.b64encode(shot).decode()}")
    page.set_content(html)
    keep(page, "overview")


@contextmanager
def preview() -> Iterator[str]:
    """Serve the missed-bin pattern as its writers see it."""
    port = free_port()
    process = subprocess.Popen(
        [PROGRAM, "pattern", "preview", PATTERN, "--port", str(port), "--no-open"], env=environment()
    )
    address = f"http://127.0.0.1:{port}/"
    try:
        for _try in range(120):
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except OSError:
                time.sleep(0.25)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def publisher_of_a_library(folder: Path) -> Path:
    """Return the key of a publisher, whose library the node finds in its folder and so does not make."""
    made = library(folder / "var" / "commons")
    made.put(*(release_of(each.parent.name) for each in sorted(PATTERN.parent.glob("*/pattern.yaml"))))
    save_key(made.publishers[US][0], folder / "publisher", passphrase="")
    return folder / "publisher"


def main() -> None:
    """Take all pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        with demonstration(Path(folder), publisher=publisher_of_a_library(Path(folder))) as node:
            camera = Camera(browser, node)
            node_pages(camera)
            reference = journey_pages(camera)
            welsh_and_narrow_pages(camera)
            queue = officer_pages(camera, reference)
            letter_page(camera)
            overview(camera, queue)
            adviser_page(camera, queue)
            street_page(camera)
            service_pages(camera, Path(folder) / "photo.jpg")
            other_staff_pages(camera)
            adopting_pages(camera)
            changing_pages(camera, Path(folder))
            form_pages(camera, Path(folder))
            level_page(camera)
        with preview() as address:
            page = browser.new_page(viewport={"width": LAPTOP[0], "height": LAPTOP[1]})
            page.goto(address)
            keep(page, "preview")
        browser.close()


if __name__ == "__main__":
    main()
