"""One release after another: numbered as high as what has changed asks for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.pattern_text import BLOCK, PATTERN, folder

from commonwheel.core.packages.refusals import ReleaseRefused
from commonwheel.core.packages.release import Release, make_release
from commonwheel.core.packages.succession import refuse_too_small, weigh_releases
from commonwheel.core.packages.versions import next_version
from commonwheel.core.patterns.versions.weights import Weight

OLD = make_release(folder())
WORDS, LONGER, SHORTER = ("Which bin", "What bin"), ("max: 14", "max: 15"), ("max: 14", "max: 13")


def numbered(version: str, *change: str) -> Release:
    return make_release(folder(PATTERN.replace(*change, 1).replace("version: 1.2.0", f"version: {version}")))


@pytest.mark.parametrize(
    ("change", "version", "weight"),
    [
        (WORDS, "1.2.1", Weight.PATCH),
        (WORDS, "1.2.7", Weight.PATCH),
        (WORDS, "1.3.0", Weight.PATCH),
        (LONGER, "1.3.0", Weight.MINOR),
        (LONGER, "2.0.0", Weight.MINOR),
        (SHORTER, "2.0.0", Weight.MAJOR),
        (("title: Report", "# To be reworded\ntitle: Report"), "1.2.1", Weight.PATCH),
    ],
)
def test_a_number_that_is_high_enough_passes(change: tuple[str, str], version: str, weight: Weight) -> None:
    assert refuse_too_small(OLD, numbered(version, *change)) is weight


@pytest.mark.parametrize(
    ("change", "version", "code", "mend"),
    [
        (LONGER, "1.2.1", "version-too-small", "This is a minor change from 1.2.0: number it 1.3.0. settings.report_within_days.max was 14 and is now 15. It takes more"),
        (LONGER, "1.2.99", "version-too-small", "number it 1.3.0"),
        (SHORTER, "1.99.0", "version-too-small", "This is a major change from 1.2.0: number it 2.0.0. settings.report_within_days.max was 14 and is now 13. A council that has set what is no longer allowed is refused now."),
        (WORDS, "1.2.0", "version-taken", "number it anew"),
        (WORDS, "1.1.9", "version-goes-backwards", "numbered upwards"),
        (WORDS, "0.9.0", "version-goes-backwards", "numbered upwards"),
    ],
)  # fmt: skip
def test_a_number_that_is_too_small_is_refused(change: tuple[str, str], version: str, code: str, mend: str) -> None:
    with pytest.raises(ReleaseRefused) as refused:
        refuse_too_small(OLD, numbered(version, *change))
    (problem,) = refused.value.problems
    assert (problem.code, problem.file, problem.found) == (code, "pattern.yaml", version)
    assert mend in problem.help


def test_the_same_release_again_is_nothing_new() -> None:
    assert refuse_too_small(OLD, make_release(folder())) is None


def test_a_release_follows_only_its_own_kind_and_name() -> None:
    other = make_release(folder(PATTERN.replace("pattern: report", "pattern: tell-of")))
    block = make_release({"block.yaml": BLOCK.encode()})
    for new in (other, block):
        with pytest.raises(ReleaseRefused, match="same full name"):
            refuse_too_small(OLD, new)


def test_a_block_is_weighed_as_of_itself() -> None:
    old = make_release({"block.yaml": BLOCK.encode()})
    new = BLOCK.replace(", optional: true", "").replace("title: Contact", "title: Contacts").replace("1.0.3", "1.1.0")
    found = weigh_releases(old, make_release({"block.yaml": new.encode()}))
    assert {one.difference.address: one.weight.word for one in found} == {
        "ask.email.optional": "major",
        "blocks.shared/contact@1.title": "patch",
        "blocks.shared/contact@1.version": "patch",
    }
    assert found[0].difference.sentence == "ask.email.optional was true and is now false."
    with pytest.raises(ReleaseRefused, match=r"number it 2\.0\.0"):
        refuse_too_small(old, make_release({"block.yaml": new.encode()}))
    major = make_release({"block.yaml": new.replace("1.1.0", "2.0.0").encode()})
    assert refuse_too_small(old, major) is Weight.MAJOR
    assert "steps.block.ask.block.use" not in {one.difference.address for one in weigh_releases(old, major)}


@settings(deadline=None, max_examples=80)
@given(st.sampled_from([WORDS, LONGER, SHORTER]), st.tuples(*[st.integers(0, 4)] * 3))
def test_exactly_the_numbers_from_the_next_one_on_pass(change: tuple[str, str], number: tuple[int, int, int]) -> None:
    weight = {WORDS: Weight.PATCH, LONGER: Weight.MINOR, SHORTER: Weight.MAJOR}[change]
    least = tuple(map(int, next_version("1.2.0", weight).split(".")))
    new = numbered(".".join(map(str, number)), *change)
    if number >= least:
        assert refuse_too_small(OLD, new) is weight
    else:
        with pytest.raises(ReleaseRefused):
            refuse_too_small(OLD, new)
