"""A council's colours: whatever it chooses can be read."""

import pytest
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.design import responses, theme

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colour=COLOURS)
def test_words_can_be_read_on_any_colour(colour: str) -> None:
    ink = theme.ink_on(colour)
    assert theme.contrast(colour, ink) >= 4
    assert theme.contrast(theme.pressed(colour, ink), ink) >= theme.contrast(colour, ink)


@given(one=COLOURS, other=COLOURS)
def test_contrast_is_the_same_both_ways_and_in_bounds(one: str, other: str) -> None:
    assert theme.contrast(one, other) == theme.contrast(other, one)
    assert 1 <= theme.contrast(one, other) <= 21


def test_contrast_follows_the_published_formula() -> None:
    assert round(theme.contrast("#000000", "#ffffff"), 2) == 21
    assert round(theme.contrast("#767676", "#ffffff"), 2) == 4.54


@given(colours=st.dictionaries(st.text(max_size=8) | st.sampled_from(theme.ROLES), st.text(max_size=20) | COLOURS))
def test_nothing_but_colours_reaches_the_stylesheet(colours: dict[str, str]) -> None:
    sheet = theme.stylesheet(colours)
    rules = [line for line in sheet.splitlines() if line.startswith("  ")]
    assert sheet == "" or (sheet.startswith(":root {\n") and sheet.endswith("}\n"))
    assert all(theme.is_colour(rule.rstrip(";").partition(": ")[2]) for rule in rules)


def test_a_council_s_buttons_take_the_colour_of_its_header_unless_it_says_otherwise() -> None:
    assert "--council-action: #6b2f5e" in theme.stylesheet({"brand": "#6B2F5E"})
    assert "--council-action: #111111" in theme.stylesheet({"brand": "#6b2f5e", "action": "#111111"})
    assert theme.stylesheet({"brand": "red; } body { display: none"}) == ""


def test_a_council_without_colours_needs_no_stylesheet() -> None:
    assert theme.digest_of(()) == ""
    assert theme.digest_of((("brand", "#6b2f5e"),)) == theme.digest(theme.stylesheet({"brand": "#6b2f5e"}))


def test_a_stylesheet_is_kept_for_good_only_at_its_own_address() -> None:
    sheet = theme.stylesheet({"brand": "#6b2f5e"})
    kept = responses.stylesheet_response(sheet, asked_for=theme.digest(sheet))
    older = responses.stylesheet_response(sheet, asked_for="0" * 16)
    assert "immutable" in kept["Cache-Control"]
    assert older["Cache-Control"] == "public, max-age=60"


def test_a_logo_is_a_picture_and_nothing_else() -> None:
    logo = b"\x89PNG"
    response = responses.logo_response(logo, kind="image/png", asked_for=responses.logo_digest(logo))
    assert "immutable" in response["Cache-Control"]
    assert "sandbox" in response["Content-Security-Policy"]
    for content, kind in ((b"<svg/>", "image/svg+xml"), (b"", "image/png")):
        with pytest.raises(Http404):
            responses.logo_response(content, kind=kind, asked_for="")
