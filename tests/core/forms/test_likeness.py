"""A form is told of the shared services that ask much the same."""

from tests.core.forms.builder_forms import field, form, page
from tests.core.forms.imports import imported
from tests.core.patterns.fixtures.folders import PATTERNS, bundle_of, files_of

from commonwheel.core.forms.likeness import alike

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
