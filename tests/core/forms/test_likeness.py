"""A form is told of the shared services that ask much the same."""

from tests.core.forms.builder_forms import field, form, page
from tests.core.forms.imports import imported
from tests.core.patterns.fixtures.folders import PATTERNS, bundle_of, files_of

from commonwheel.core.forms.likeness import alike, matching

SHIPPED = [bundle_of(files_of(path)) for path in sorted(PATTERNS.iterdir()) if path.is_dir()]


def test_a_form_for_missed_bins_is_like_the_shared_service_for_them() -> None:
    made = imported(
        form(
            page("/where", field("UkAddressField", "home", title="Your address"), to="/what"),
            page("/what", field("RadiosField", "bin", title="What was not emptied?", list="colours"), to="/day"),
            page("/day", field("DatePartsField", "day", title="When should the bin have been emptied?"), to="/you"),
            page("/you", field("EmailAddressField", "mail"), field("TextField", "dog", title="Is there a dog?")),
        )
    )
    likest, *_ = alike(made.form, SHIPPED)
    assert likest.pattern == "commonwheel-examples/report-missed-bin"
    assert likest.share == 0.8
    assert ("What was not emptied?", "What was not emptied") in likest.both
    assert likest.only_here == ("Is there a dog?",)
    assert "Assisted collection at this address" in likest.only_there


def test_a_form_about_something_else_is_like_none() -> None:
    made = imported(
        form(page("/x", field("TextField", "x", title="Wie?"), field("TextField", "y", title="Favourite opera")))
    )
    assert alike(made.form, SHIPPED) == []
    assert alike(made.form, []) == []


def test_contact_details_alone_and_one_question_make_no_form_like_a_service() -> None:
    you = page(
        "/you", field("EmailAddressField", "mail"), field("TelephoneNumberField", "phone"), field("TextField", "opera")
    )
    assert alike(imported(form(you)).form, SHIPPED) == []
    one = page("/tag", field("TextField", "tag", title="What the tag says"))
    assert alike(imported(form(one)).form, SHIPPED) == []


def test_a_form_of_the_same_title_is_like_a_service_by_its_contact_details() -> None:
    you = page(
        "/you", field("EmailAddressField", "mail"), field("TelephoneNumberField", "phone"), field("TextField", "opera")
    )
    found = alike(imported(form(you, name="Report a missed bin collection")).form, SHIPPED)
    assert [one.pattern for one in found] == ["commonwheel-examples/report-missed-bin"]


def test_the_closest_questions_find_each_other_whatever_their_order() -> None:
    made = imported(
        form(page("/x", field("TextField", "a", title="Colour of the bin"), field("TextField", "b", title="Colour!")))
    )
    there = bundle_of(imported(form(page("/x", field("TextField", "c", title="Colour")))).files)
    found = matching(made.form, there)
    assert [(asked.key, asking.question.id) for asked, asking in found.both] == [("b", "c")]
    assert [asked.key for asked in found.only_here] == ["a"]
    assert found.only_there == ()
