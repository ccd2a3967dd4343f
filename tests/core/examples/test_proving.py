"""A service is proved with one council's settings: checked, its examples walked, some journey sent."""

from dataclasses import replace
from typing import Any

from tests.core.patterns.fixtures.folders import HERE, bundle_of, calendars, changed, files_of

from commonwheel.core.examples.beside import walked_beside
from commonwheel.core.examples.proving import Proof, prove, prove_own, with_values
from commonwheel.core.layers.apply import lay, made_against
from commonwheel.core.layers.model import Layer
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.versions.effective import effective_of

MISSED_BIN = HERE.parents[3] / "patterns" / "report-missed-bin"
SMALL = HERE / "small"


def proof_of(*changes: tuple[str, str, str], **values: Any) -> Proof:
    return prove(bundle_of(changed(MISSED_BIN, changes)), values, calendars=calendars())


def test_a_good_service_is_proved_with_other_settings() -> None:
    assert proof_of(report_within_days=1, out_by="06:00") == Proof((), can_be_sent=True)


def test_a_council_may_shorten_what_the_law_sets() -> None:
    by_law = changed(
        SMALL,
        (
            ("pattern.yaml", "{working_days: 5}", "{working_days: settings.within}, law: An invented Act"),
            ("pattern.yaml", "settings:", "settings:\n  - {id: within, type: integer, default: 5, min: 1, max: 5}"),
        ),
    )
    assert prove(bundle_of(by_law), {"within": 3}, calendars=calendars()) == Proof((), can_be_sent=True)


def test_an_example_that_comes_out_otherwise_is_a_problem() -> None:
    wrong = changed(SMALL, (("examples/done.yaml", "fee_pence: 1000", "fee_pence: 999"),))
    proof = prove(bundle_of(wrong), {}, calendars=calendars())
    assert [one.code for one in proof.problems] == ["example-differs"]


def test_settings_with_which_nothing_can_be_sent_are_found() -> None:
    options = bundle_of(files_of(MISSED_BIN)).pattern.settings
    containers = next(one for one in options if one.id == "containers")
    only_other = (containers.default[0].model_copy(update={"value": "crate"}),)  # type: ignore[union-attr]
    assert not proof_of(containers=only_other).can_be_sent


def test_a_service_without_examples_is_not_walked() -> None:
    bundle = bundle_of({path: data for path, data in files_of(SMALL).items() if not path.startswith("examples/")})
    assert prove(bundle, {}, calendars=calendars()) == Proof((), can_be_sent=True)


def test_the_settings_of_blocks_get_values_too() -> None:
    bundle = bundle_of(files_of(MISSED_BIN))
    assert with_values(bundle, {}).blocks == bundle.blocks


def laid_over(*changes: dict[str, Any]) -> tuple[Bundle, Proof]:
    """The missed-bin service with changes of a council's own, and what is found of it."""
    shared = bundle_of(files_of(MISSED_BIN))
    said = {
        "language": 1, "layer": "us", "pattern": shared.pattern.full_name, "changes": changes,
        "made_against": made_against(effective_of(shared)).model_dump(mode="json"),
    }  # fmt: skip
    layered = lay(shared, Layer.model_validate(said))
    return shared, prove(layered.bundle, layered.values, shared=shared, calendars=calendars())


def test_shared_examples_need_not_know_what_a_council_asks_besides() -> None:
    question = {"id": "dog", "type": "text", "label": "Is there a dog?"}
    for change in (
        {"add": question, "in": "steps.bin.ask"},
        {"add": question, "in": "steps.contact.ask.contact.ask"},
        {"add": {"id": "dogs", "title": "Dogs", "ask": [question]}, "after": "steps.bin"},
        {"at": "steps.contact.ask.contact.ask.phone", "set": {"optional": "false"}},
        {"remove": "steps.kept", "because": "Nobody needs it"},
        {"remove": "stops.too-full", "because": "We come back for it"},
        {"at": "steps.bin", "set": {"title": "Which bin?"}},
    ):
        _, proof = laid_over(change)
        assert proof == Proof((), can_be_sent=True), change


def test_a_change_with_which_shared_journeys_come_out_otherwise_is_still_found() -> None:
    stop = {"id": "nobody", "title": "We are closed", "when": "missed_on <= today", "law": "An invented Act"}
    _, proof = laid_over({"add": stop, "in": "stops"})
    assert {one.code for one in proof.problems} >= {"example-differs"}


def test_a_service_without_changes_is_walked_as_it_is() -> None:
    shared, proof = laid_over()
    assert walked_beside(shared, shared) is shared
    assert proof == Proof((), can_be_sent=True)


def test_a_council_s_own_examples_are_walked_with_its_own_settings() -> None:
    bundle = bundle_of(files_of(MISSED_BIN))
    late = bundle.examples["slower-return"]
    assert prove_own(replace(bundle, examples={late.id: late}), {}, calendars=calendars()) == ()
    wrong = late.model_copy(update={"expect": late.expect.model_copy(update={"messages": ()})})
    (found,) = prove_own(replace(bundle, examples={late.id: wrong}), {}, calendars=calendars())
    assert found.code == "example-differs"
