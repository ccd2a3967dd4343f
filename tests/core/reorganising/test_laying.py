"""One layer laid together from several councils' layers on one service."""

from typing import Any

import pytest
from tests.support.patterns import pattern_files

from commonwheel.core.layers.apply import lay_over, made_against
from commonwheel.core.layers.model import Layer
from commonwheel.core.layers.refusals import LayerDoesNotFit
from commonwheel.core.layers.tree import Layered
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.versions.effective import effective_of
from commonwheel.core.reorganising.laying import Brings, lay_together

TITLE = {"at": "pattern", "set": {"title": "Tell us about a missed bin"}}
QUESTION: dict[str, Any] = {
    "add": {"id": "gate_code", "type": "text", "label": "What is the gate code?"},
    "in": "steps.bin.ask",
}
HINT = {"at": "steps.bin.ask.gate_code", "set": {"hint": "Four digits"}}


def beneath(*changes: tuple[str, str]) -> Layered:
    files = pattern_files("report-missed-bin")
    for before, after in changes:
        assert before in files["pattern.yaml"].decode()
        files["pattern.yaml"] = files["pattern.yaml"].replace(before.encode(), after.encode(), 1)
    bundle = read_folder(files).bundle
    assert bundle is not None
    return Layered(bundle, {})


def brings(*changes: dict[str, Any], on: Layered | None = None, **settings: str) -> Brings:
    on = on or beneath()
    pattern = on.bundle.pattern
    layer = Layer(
        language=pattern.language, layer="ours", pattern=pattern.full_name, settings=settings,
        changes=changes, made_against=made_against(effective_of(on.bundle)),
    )  # fmt: skip
    return Brings(on, layer)


def test_what_all_say_stands_and_the_rest_is_as_the_one_that_leads_has_it() -> None:
    brought = {
        "elmbridge": brings(TITLE, return_days="4"),
        "mole-valley": brings(TITLE, QUESTION, return_days="3"),
    }
    led = lay_together(beneath(), brought, owner="east-surrey", lead="mole-valley")
    assert led.layer == brought["mole-valley"].layer.model_copy(update={"layer": "east-surrey"})
    assert (led.shared, led.led, led.carried) == (1, 2, {})
    for lead in ("", "surrey"):
        alike = lay_together(beneath(), brought, owner="east-surrey", lead=lead)
        assert alike.layer == brings(TITLE).layer.model_copy(update={"layer": "east-surrey"})
        assert (alike.shared, alike.led) == (1, 0)


def test_what_stands_in_something_that_not_all_have_goes_with_it() -> None:
    asked_otherwise = {**QUESTION, "add": {**QUESTION["add"], "label": "Gate code"}}
    brought = {"elmbridge": brings(QUESTION, HINT), "woking": brings(asked_otherwise, HINT)}
    assert lay_together(beneath(), brought, owner="new").layer.changes == ()


def test_councils_that_say_the_same_lead_to_what_they_say() -> None:
    taken = {"at": "steps.bin.ask.container", "unset": ["hint"]}
    brought = {each: brings(TITLE, QUESTION, HINT, taken, return_days="4") for each in ("elmbridge", "woking")}
    laid = lay_together(beneath(), brought, owner="new")
    assert laid.layer.changes == brought["woking"].layer.changes
    assert laid.layer.settings == {"return_days": "4"}
    assert (laid.shared, laid.led) == (5, 0)


def test_layers_of_older_versions_are_carried_to_the_one_asked_for() -> None:
    new = beneath(("title: Report a missed bin collection", "title: Report a bin that was missed"))
    brought = {"elmbridge": brings(TITLE, return_days="4"), "woking": brings(on=new, return_days="4")}
    laid = lay_together(new, brought, owner="new", lead="elmbridge")
    assert laid.layer.made_against == made_against(effective_of(new.bundle))
    assert laid.layer.settings == {"return_days": "4"}
    assert list(laid.carried) == ["elmbridge"]
    assert "title" in laid.carried["elmbridge"][0].lower()
    assert lay_over(new, laid.layer).bundle.pattern.title == "Tell us about a missed bin"


def test_translations_are_laid_together_like_all_else() -> None:
    one, other = brings(), brings()
    welsh = {"cy": {"title": {"text": "Biniau", "of": "0" * 12, "by": "Ann"}}}
    spoken = Layer.model_validate({**one.layer.model_dump(by_alias=True), "translations": welsh})
    alike = lay_together(beneath(), {"a": Brings(one.beneath, spoken), "b": Brings(one.beneath, spoken)}, owner="new")
    assert list(alike.layer.translations["cy"]) == ["title"]
    unlike = lay_together(beneath(), {"a": Brings(one.beneath, spoken), "b": other}, owner="new")
    assert not any(unlike.layer.translations.values())


def test_a_layer_that_does_not_fit_its_own_council_is_said() -> None:
    with pytest.raises(LayerDoesNotFit):
        lay_together(
            beneath(("title: Report a missed bin collection", "title: Bins")),
            {"elmbridge": brings({"at": "steps.nowhere", "set": {"title": "No"}})},
            owner="new",
        )
