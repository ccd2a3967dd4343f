"""What a release is called in a commons, and what is signed of it beside its bytes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.pattern_text import BLOCK, folder

from commonwheel.core.packages.naming import NotAName, Wanted, facts_of, path_of, read_wanted, version_of
from commonwheel.core.packages.release import make_release
from commonwheel.core.packages.versions import NotAVersion, Version


def test_a_release_is_found_by_its_name_and_number() -> None:
    manifest = make_release(folder()).manifest
    path = path_of(manifest)
    assert path == f"{manifest.full_name}/{manifest.name}-{manifest.version}.tar"
    assert str(version_of(path)) == manifest.version


@pytest.mark.parametrize(
    "path",
    ["", "a/b/c-1.0.0.tar", "a/b/b-1.0.tar", "a/b/b-1.0.0.tar.gz", "a/b/b-01.0.0.tar", "a/b/b-1.0.0.whl", "A/b/b-1.0.0.tar"],
)  # fmt: skip
def test_what_is_no_pattern_or_block_has_no_version(path: str) -> None:
    assert version_of(path) is None


def test_a_name_is_read_with_and_without_a_version() -> None:
    assert read_wanted(" avon/bins ") == Wanted("avon", "bins", None)
    assert read_wanted("avon/bins@1.2.0") == Wanted("avon", "bins", Version(1, 2, 0))
    assert read_wanted("avon/bins").full_name == "avon/bins"


@pytest.mark.parametrize("text", ["", "bins", "avon/bins/1", "Avon/bins", "avon/bins@", "avon/../x", "https://a/b"])
def test_what_is_no_name_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(NotAName, match="PUBLISHER/NAME"):
        read_wanted(text)


def test_a_version_that_is_none_is_refused() -> None:
    with pytest.raises(NotAVersion, match="three whole numbers"):
        read_wanted("avon/bins@latest")


def test_the_facts_tell_of_the_release() -> None:
    assert facts_of(make_release({"block.yaml": BLOCK.encode()}).manifest)["kind"] == "block"
    manifest = make_release(folder()).manifest
    facts = facts_of(manifest)
    assert (facts["version"], facts["title"]) == (manifest.version, manifest.title)
    assert facts["needs"] == list(manifest.needs)


@given(st.text(min_size=1, max_size=300), st.text(max_size=2_000))
def test_the_facts_are_never_more_than_a_list_may_hold(title: str, summary: str) -> None:
    manifest = make_release(folder()).manifest.model_copy(
        update={"title": title, "summary": summary, "needs": tuple(range(1_000)), "languages": ("cym",) * 1_000}
    )
    assert len(json.dumps(facts_of(manifest), ensure_ascii=False, separators=(",", ":")).encode()) <= 4_096
