"""Whatever is in the folder or is done to it, a preview says what is the matter and goes on."""

import re
import shutil
from pathlib import Path

import pytest
from tests.project.conftest import Begin, Preview
from tests.support.pattern_text import EVERY_KEY

LAYER = """language: 1
layer: here
pattern: commonwheel-examples/report-missed-bin
"""
OUR_FAULT = "This is a fault in Commonwheel itself"


def links(text: str) -> set[str]:
    found = re.findall(r'href="(/preview[^"]*)"', text)
    return {link.replace("&amp;", "&").partition("#")[0] for link in found}


def broken(*_: object, **__: object) -> None:
    raise RuntimeError("broken\nbadly")


def test_every_key_of_the_language_is_shown(begin: Begin) -> None:
    preview = begin(EVERY_KEY)
    text = preview.text("/")
    for words in ("5 working days", "1 month", "3 school days", "5 hours (settings.an_integer)", "40 days"):
        assert words in text
    found = links(text)
    assert {link: preview.get(link)[0] for link in found} == dict.fromkeys(found, 200)
    assert "Ben" in preview.text("/preview/page/others/")


def test_a_service_without_examples_is_shown_as_far_as_it_can_be(begin: Begin) -> None:
    preview = begin(EVERY_KEY)
    shutil.rmtree(preview.folder / "examples")
    text = preview.text("/")
    assert "There are none yet" in text
    assert "/preview/page/" not in text
    assert "Phone us instead." in preview.text("/preview/stop/too-many/")
    assert "received.md" not in preview.text("/preview/messages/")
    for path in ("/preview/page/kind/", "/preview/check/everything/"):
        assert preview.get(path)[0] == 404


def test_an_example_that_ends_before_it_is_sent_has_no_confirmation(preview: Preview) -> None:
    assert preview.get("/preview/sent/bin-too-full/")[0] == 404
    assert preview.get("/preview/sent/collected/")[0] == 200


def test_an_example_that_comes_out_otherwise_is_marked_and_the_pages_are_shown(preview: Preview) -> None:
    assert "Expected the stop to be" not in preview.text("/")
    preview.change("examples/collected.yaml", "stop: none", "stop: too-full")
    assert "Expected the stop to be too-full, but got none." in preview.text("/")
    assert preview.get("/preview/page/tag/?example=collected")[0] == 200


def test_a_service_in_which_nothing_can_be_sent_is_shown(begin: Begin, tmp_path: Path) -> None:
    layer = tmp_path / "layer.yaml"
    layer.write_text(f"{LAYER}settings:\n  containers: [{{value: x, label: A cart}}]\n")
    preview = begin(layer=layer)
    assert "Confirmation" in preview.text("/")
    assert "A cart" in preview.text("/preview/page/bin/")


def test_a_pattern_that_goes_to_another_publisher_keeps_both_addresses(preview: Preview) -> None:
    preview.text("/")
    preview.change("pattern.yaml", "publisher: commonwheel-examples", "publisher: our-council")
    text = preview.text("/")
    assert "/preview-council/report-missed-bin-2/" in text
    assert preview.text("/preview-council/report-missed-bin-2/")


def test_a_journey_goes_on_when_its_example_is_gone(preview: Preview) -> None:
    _, text, here = preview.get("/preview/page/tag/?example=collected")
    assert "the day of the example" in text
    (preview.folder / "examples" / "collected.yaml").unlink()
    text = preview.text(here)
    assert "the day of the example" not in text


def test_a_layer_that_goes_away_or_is_no_text_is_said(begin: Begin, tmp_path: Path) -> None:
    layer = tmp_path / "layer.yaml"
    layer.write_text(LAYER)
    preview = begin(layer=layer)
    preview.text("/")
    layer.unlink()
    status, text, _ = preview.get("/")
    assert status == 503
    assert "Put the layer’s file back" in text
    layer.write_bytes(b"\xff\xfe")
    status, text, _ = preview.get("/")
    assert status == 503
    assert "no UTF-8 text" in text


def test_a_layer_that_does_not_fit_is_said(begin: Begin, tmp_path: Path) -> None:
    layer = tmp_path / "layer.yaml"
    layer.write_text(f"{LAYER}changes:\n  - {{at: steps.nowhere, set: {{title: A title}}}}\n")
    preview = begin(layer=layer)
    status, text, _ = preview.get("/")
    assert status == 503
    assert "layer.yaml, line 5" in text


@pytest.mark.parametrize(
    "place", ["commonwheel.project.preview.folder.read_folder", "commonwheel.apps.services.api.adopt"]
)
def test_a_fault_of_ours_is_a_sentence(preview: Preview, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setattr(place, broken)
    status, text, _ = preview.get("/")
    assert status == 503
    assert OUR_FAULT in text
    assert "RuntimeError: broken badly" in text
