"""A service is proved with one council's settings: checked, its examples walked, some journey sent."""

from typing import Any

from tests.core.patterns.fixtures.folders import HERE, bundle_of, calendars, changed, files_of

from commonwheel.core.examples.proving import Proof, prove, with_values

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
