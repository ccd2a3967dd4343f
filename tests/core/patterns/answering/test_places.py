"""A place is found by what is written among its words, typed in its boxes, or by its postcode."""

import pytest
from tests.core.patterns.answering.test_answers import form, read

from commonwheel.core.places.grid import Spot, grid_of_spot

WORDS, POSTCODE = "By the pond", "BN1 1AA"
MIDDLE = {"lat": 50.8, "lon": -0.1}
AT_TQ_123_456 = (512_350, 145_650)


def place(posted, before=None):
    page = read("place", posted, answers={"q": before} if before else {})
    assert page.errors == ()
    return page.values["q"]


def metres(found):
    return grid_of_spot(Spot(found["lat"], found["lon"]))


@pytest.mark.parametrize("typed", ["TQ 123 456", "tq123456", "512350 145650", "512350, 145650", "Gate, TQ 123 456"])
def test_a_reference_among_the_words_is_the_point_and_stays_as_it_was_written(typed):
    found = place(form(q__words=typed))
    assert metres(found) == AT_TQ_123_456
    assert found["words"] == typed


def test_latitude_and_longitude_may_stand_there_too():
    assert place(form(q__words="50.9, -0.05")) == {"words": "50.9, -0.05", "lat": 50.9, "lon": -0.05}


def test_the_words_point_is_finer_than_the_postcode_and_the_boxes_come_first():
    assert metres(place(form(q__words="TQ 123 456", q__postcode=POSTCODE))) == AT_TQ_123_456
    found = place(form(q__words="TQ 123 456", q__lat="50.9", q__lon="-0.05"))
    assert (found["lat"], found["lon"]) == (50.9, -0.05)


@pytest.mark.parametrize("typed", ["ZZ 123 456", "TQ 123 4567", "710000 104000", "51.5, 20.5"])
def test_a_reference_to_nowhere_in_great_britain_is_said_at_the_words(typed):
    page = read("place", form(q__words=typed))
    assert [(one.code, one.part) for one in page.errors] == [("off-the-map", "words")]
    assert page.values == {}


def boxes(found):
    return {"q-lat": [str(found["lat"])], "q-lon": [str(found["lon"])]}


def test_who_changes_the_words_or_the_postcode_moves_the_point_that_these_gave():
    """The boxes come back filled with it."""
    before = place(form(q__words="TQ 123 456"))
    assert "lat" not in place({**form(q__words=WORDS), **boxes(before)}, before)
    again = place({**form(q__words="512350 145650"), **boxes(before)}, before)
    assert metres(again) == AT_TQ_123_456
    before = place(form(q__words=WORDS, q__postcode=POSTCODE))
    assert before == {"words": WORDS, "postcode": POSTCODE, **MIDDLE}
    assert place({**form(q__words=WORDS, q__postcode="BN2 1AA"), **boxes(before)}, before) == {
        "words": WORDS, "postcode": "BN2 1AA"
    }  # fmt: skip


def test_who_changes_only_the_words_keeps_the_point_that_they_typed_in_the_boxes():
    before = {"words": WORDS, "postcode": POSTCODE, "lat": 50.9, "lon": -0.05}
    found = place({**form(q__words="By the large pond", q__postcode=POSTCODE), **boxes(before)}, before)
    assert (found["lat"], found["lon"]) == (50.9, -0.05)


def test_who_changes_the_boxes_moves_the_point():
    before = place(form(q__words=WORDS, q__postcode=POSTCODE))
    found = place(form(q__words="Elsewhere", q__postcode=POSTCODE, q__lat="50.9", q__lon="-0.05"), before)
    assert (found["lat"], found["lon"]) == (50.9, -0.05)
