"""What is fetched: whole or not at all, and GOV.UK Frontend without what councils may not carry."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.design import assets

BRAND = ("gds transport", "@font-face", "crest", "crown", "/assets/", "govuk-icon", "favicon", "sourcemappingurl")
PIECES = st.lists(
    st.sampled_from(
        [
            "@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}",
            ".govuk-body{font-family:GDS Transport,arial,sans-serif;color:red}",
            ".govuk-footer__crown{margin-bottom:25px}",
            ".logo{mask-image:url(/assets/images/govuk-crest.svg);display:block}",
            "/*! Copyright of the font */",
            "@media print{.govuk-body{font-family:sans-serif}}",
        ]
    )
).map("".join)


@pytest.fixture(scope="module")
def served() -> dict[str, str]:
    assets.fetch()
    folder = assets.VENDOR / assets.FRONTEND.folder
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.suffix != ".gz"}


@pytest.mark.parametrize("mark", BRAND)
def test_no_file_that_is_served_carries_the_brand_of_gov_uk(served: dict[str, str], mark: str) -> None:
    code = {name: text for name, text in served.items() if name.endswith((".css", ".js"))}
    assert len(code) == 2
    assert not [name for name, text in code.items() if mark in text.lower()]


def test_only_the_two_compiled_files_their_licence_and_our_stamp_are_served(served: dict[str, str]) -> None:
    assert set(served) == {"govuk-frontend.min.css", "govuk-frontend.min.js", "LICENCE.txt", "stamp.txt"}
    assert "MIT" in served["LICENCE.txt"]


def test_each_file_also_stands_compressed(served: dict[str, str]) -> None:
    for name in ("govuk-frontend.min.css", "govuk-frontend.min.js"):
        packed = (assets.VENDOR / assets.FRONTEND.folder / f"{name}.gz").read_bytes()
        assert gzip.decompress(packed).decode() == served[name]


def test_the_components_keep_their_looks(served: dict[str, str]) -> None:
    css = served["govuk-frontend.min.css"]
    assert ".govuk-button{" in css
    assert ".govuk-radios__input" in css
    assert "system-ui" in css
    assert css.count("{") == css.count("}")


@given(css=PIECES)
def test_stripping_leaves_no_brand_and_keeps_braces_in_pairs(css: str) -> None:
    stripped = assets.strip_brand(css)
    assert not [mark for mark in BRAND if mark in stripped.lower()]
    assert stripped.count("{") == stripped.count("}")
    assert assets.strip_brand(stripped) == stripped
    assert stripped.count("color:red") == css.count("color:red")


def test_files_appear_whole_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    files = assets.treated({"govuk-frontend.min.css": b"a{b:c}", "govuk-frontend.min.js": b"x"})
    for package in (assets.FRONTEND, assets.ATKINSON, assets.DEJAVU):
        for _ in range(2):
            assets.put(package, files, tmp_path)
            assert assets.is_present(package, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        "govuk-frontend", "atkinson-hyperlegible-next", "dejavu-fonts-ttf",
    }  # fmt: skip
    assert not assets.fetch(tmp_path, tmp_path)


def test_an_older_copy_is_replaced(tmp_path: Path) -> None:
    older = tmp_path / assets.FRONTEND.folder
    older.mkdir()
    (older / "stamp.txt").write_text("another version")
    (older / "leftover.css").write_text("")
    assert not assets.is_present(assets.FRONTEND, tmp_path)
    assets.put(assets.FRONTEND, {"govuk-frontend.min.css": b""}, tmp_path)
    assert assets.is_present(assets.FRONTEND, tmp_path)
    assert not (older / "leftover.css").exists()


def test_another_package_than_the_pinned_one_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "package.tgz"
    file.write_bytes(b"something else")
    with pytest.raises(assets.AssetsUnavailable, match="not the one that is pinned"):
        assets.verify(assets.FRONTEND, file)


def test_the_typefaces_of_printed_copies_come_with_their_licences() -> None:
    assets.fetch()
    for package in (assets.ATKINSON, assets.DEJAVU):
        folder = assets.TYPEFACES / package.folder
        assert {path.name for path in folder.iterdir()} == {*package.members, "stamp.txt"}
        assert "licen" in (folder / "LICENCE.txt").read_text(encoding="utf-8").lower()
