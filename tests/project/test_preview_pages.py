"""What a designer meets in a preview: every page, every message, every problem, as new as the folder."""

import json
import re
import shutil
from pathlib import Path

import pytest
from tests.project.conftest import MISSED_BIN, Begin, Preview

TITLE = "Did the crew leave a tag or sticker on the bin?"
MIDDLE = "/preview/page/tag/?example=collected"
LAYER = f"""language: 1
layer: here
pattern: commonwheel-examples/report-missed-bin
made_against: {{version: 1.0.0, digest: {"0" * 64}}}
changes:
  - {{at: pattern, set: {{title: Tell us about a bin}}}}
"""


def test_the_front_page_lists_all_that_the_service_has(preview: Preview) -> None:
    text = preview.text("/")
    for words in (TITLE, "Check your answers", "Confirmation", "received.md", "guidance.md", "Walk this example"):
        assert words in text
    assert "Make the bin lighter or close its lid" in text
    assert "2 working days" in text


def test_every_page_says_that_it_is_a_preview_and_asks_for_news(preview: Preview) -> None:
    pages = (
        "/",
        "/preview/messages/",
        "/preview/guidance/",
        "/preview/states/",
        "/preview-council/",
        "/preview-council/report-missed-bin/",
    )
    for path in pages:
        text = preview.text(path)
        assert "<strong>Preview.</strong>" in text
        assert 'id="preview-script"' in text
        assert "No council shown here has taken part" not in text


def test_every_link_of_the_front_page_leads_somewhere(preview: Preview) -> None:
    found = re.findall(r'href="(/preview[^"]*)"', preview.text("/"))
    links = {link.replace("&amp;", "&").partition("#")[0] for link in found}
    assert len(links) > 20
    assert {link: preview.get(link)[0] for link in links} == dict.fromkeys(links, 200)


def test_a_page_in_the_middle_opens_with_the_answers_of_an_example(preview: Preview) -> None:
    status, text, address = preview.get(MIDDLE)
    assert status == 200
    assert TITLE in text
    assert address.endswith("/tag/?language=en")
    assert re.search(r'value="none"\s+checked', text)
    assert "24 November 2026, the day of the example" in text


def test_a_stop_the_check_page_and_the_confirmation_open_as_well(preview: Preview) -> None:
    assert "Make the bin lighter" in preview.text("/preview/stop/too-full/?example=bin-too-full")
    assert "Garden waste is collected from subscribers" in preview.text("/preview/stop/no-garden-subscription/")
    assert "Check your answers before you send" in preview.text("/preview/check/collected/")
    assert "Your reference" in preview.text("/preview/sent/collected/")


def test_an_example_brings_what_it_says_is_known_of_the_resident(preview: Preview) -> None:
    _, text, address = preview.get("/preview/stop/no-garden-subscription/?example=garden-without-subscription")
    assert "/stop/no-garden-subscription/" in address
    assert "Known of the resident: subscribes to the collection of garden waste: no." in text
    assert "stops at no-garden-subscription" in preview.get("/?example=garden-without-subscription")[1]


def test_what_is_known_of_the_resident_is_chosen_and_holds_on_every_page(preview: Preview) -> None:
    here = "/preview/account/?example=garden-subscription-not-known"
    _, text, _ = preview.post(here, do="use", garden_waste="no")
    assert "What you chose holds on every page" in text
    stop_page = "/preview/stop/no-garden-subscription/?example=garden-subscription-not-known"
    assert "/preview-council/report-missed-bin/" in preview.get(stop_page)[2]
    preview.post(here, do="use", garden_waste="yes")
    assert "/preview-council/report-missed-bin/" not in preview.get(stop_page)[2]
    start_page = preview.get("/preview-council/report-missed-bin/")[1]
    assert "Known of the resident: subscribes to the collection of garden waste: yes." in start_page
    _, text, _ = preview.post(here, do="forget")
    assert "Each example brings what it says is known" in text
    assert "Known of the resident" not in preview.get("/preview-council/report-missed-bin/")[1]


def test_a_service_that_reads_nothing_of_the_resident_asks_for_nothing(preview: Preview) -> None:
    preview.change("pattern.yaml", "container == 'garden' && account.garden_waste == false", "container == 'garden'")
    assert "What the council knows of the resident" not in preview.get("/")[1]


def test_a_date_that_is_none_is_told_beside_its_box(preview: Preview) -> None:
    offer = 'label: Ask for help with putting your bins out\n    when: "!assisted'
    preview.change("pattern.yaml", offer, f"{offer} && age_on(account.date_of_birth, today) > 17")
    status, text, _ = preview.post("/preview/account/", do="use", garden_waste="unknown", date_of_birth="30 Feb")
    assert status == 422
    assert "Write the date like 1990-02-28, or leave it empty" in text
    assert 'value="30 Feb"' in text
    assert preview.post("/preview/account/", do="use", date_of_birth="2015-02-28")[0] == 200
    start_page = preview.get("/preview-council/report-missed-bin/")[1]
    assert "Known of the resident: date of birth: 2015-02-28." in start_page
    preview.post("/preview/account/", do="forget")


def test_pages_and_messages_are_shown_in_welsh(preview: Preview) -> None:
    text = preview.text(f"{MIDDLE}&language=cy")
    assert '<html lang="cy"' in text
    assert "Parhau" in text
    assert 'lang="cy"' in preview.text("/preview/messages/?language=cy")


@pytest.mark.parametrize("path", ["/preview/page/nowhere/", "/preview/stop/nowhere/", "/nowhere/"])
def test_what_is_not_there_is_a_page_that_says_so(preview: Preview, path: str) -> None:
    status, text, _ = preview.get(path)
    assert status == 404
    assert "Page not found" in text


def test_a_save_changes_the_page_on_which_a_designer_is_and_keeps_the_answers(preview: Preview) -> None:
    _, _, here = preview.get(MIDDLE)
    preview.change("pattern.yaml", f"title: {TITLE}", "title: Was there a tag on the bin?")
    status, text, same = preview.get(here)
    assert (status, same) == (200, here)
    assert "Was there a tag on the bin?" in text
    assert re.search(r'value="none"\s+checked', text)


def test_errors_take_the_place_of_every_page_until_they_are_mended(preview: Preview) -> None:
    _, _, here = preview.get(MIDDLE)
    preview.change("pattern.yaml", f"title: {TITLE}", f"titel: {TITLE}")
    for path in ("/", here, "/preview-council/", "/preview/messages/"):
        status, text, _ = preview.get(path)
        assert status == 503
        assert "pattern.yaml, line" in text
        assert f"titel: {TITLE}" in text
        assert "<strong>Preview.</strong>" in text
    preview.change("pattern.yaml", f"titel: {TITLE}", f"title: {TITLE}")
    assert TITLE in preview.text(here)


def test_warnings_are_listed_on_the_front_page_only(preview: Preview) -> None:
    preview.change("pattern.yaml", f"title: {TITLE}", "title: Was there a tag on the bin?")
    assert "could be better" in preview.text("/")
    assert "could be better" not in preview.text(MIDDLE)


def test_open_pages_hear_of_each_save(preview: Preview) -> None:
    def mark() -> str:
        return str(json.loads(preview.text("/preview/status/"))["mark"])

    before = mark()
    assert mark() == before
    preview.change("guidance.md", "#", "# ")
    assert mark() != before


def test_a_folder_that_goes_and_comes_back_is_shown_again(preview: Preview) -> None:
    shutil.rmtree(preview.folder)
    status, text, _ = preview.get("/")
    assert status == 503
    assert "the folder" in text
    shutil.copytree(MISSED_BIN, preview.folder)
    assert preview.get("/")[0] == 200


def test_a_layer_lies_over_the_pattern_and_is_read_again(begin: Begin, tmp_path: Path) -> None:
    layer = tmp_path / "layer.yaml"
    layer.write_text(LAYER)
    preview = begin(layer=layer, language="cy")
    assert "Tell us about a bin" in preview.text("/?language=en")
    layer.write_text(LAYER.replace("Tell us about a bin", "Tell us of a bin"))
    assert "Tell us of a bin" in preview.text("/?language=en")
    layer.write_text("language: 1\n")
    assert preview.get("/")[0] == 503


def row_of(text: str, state: str) -> str:
    """Return the words of a state's row in the table below the picture."""
    (row,) = [row for row in re.findall(r"<tr.*?</tr>", text, re.DOTALL) if f"<code>{state}</code>" in row]
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


def test_the_states_are_drawn_with_a_table_that_says_the_same(preview: Preview) -> None:
    text = preview.text("/preview/states/")
    assert 'role="img"' in text
    assert '<title id="drawn">The states of “Report a missed bin collection” and the moves between them</title>' in text
    received = row_of(text, "received")
    for words in (
        "Collection arranged answers “When is the crew coming back?”",
        "Not missed with a reason",
        "Resident: received.md",
        "“We aim to come back by” begins",
    ):
        assert words in received, words
    assert "It is closed" in row_of(text, "collected")
    assert "Officers: check-access.md" in row_of(text, "could-not-reach")


def test_a_state_is_drawn_as_the_folder_has_it_now_and_in_welsh(preview: Preview) -> None:
    preview.change("pattern.yaml", "label: Collected\n", "label: Collected & gone\n")
    text = preview.text("/preview/states/")
    assert text.count("Collected &amp; gone") >= 2
    assert "Wedi dod i law" in preview.text("/preview/states/?language=cy")


def test_what_happens_by_itself_is_drawn_broken_and_said(begin: Begin) -> None:
    preview = begin(MISSED_BIN.parent / "resident-parking-permit")
    text = preview.text("/preview/states/")
    assert "a broken line is a move that happens by itself" in text
    assert "preview-drawing__move--itself" in text
    assert "when the time that is renewed is over" in row_of(text, "granted")


def test_states_that_are_too_many_to_draw_are_said_in_words(preview: Preview) -> None:
    more = "".join(f"    - {{id: more-{n}, label: More {n}, next: [more-{n + 1}]}}\n" for n in range(45))
    end = "    - {id: more-45, label: More, final: done}\n"
    file = preview.folder / "pattern.yaml"
    head, states = file.read_text().split("    - id: arranged\n", 1)
    file.write_text(f"{head.replace('next: [', 'next: [more-0, ')}{more}{end}    - id: arranged\n{states}")
    text = preview.text("/preview/states/")
    assert "too many states or moves to draw" in text
    assert "<svg xmlns" not in text.partition("<main")[2]
    assert "More 44" in row_of(text, "more-44")
