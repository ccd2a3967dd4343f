"""The words of the interface: dates and amounts, and a Welsh catalogue that is whole and up to date."""

import re
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from commonwheel.design import catalogue, moments


@pytest.mark.parametrize(
    ("when", "english", "welsh"),
    [
        (datetime(2026, 11, 23, 14, 5, tzinfo=UTC), "23 November 2026 at 2:05pm", "23 Tachwedd 2026 am 2:05pm"),
        (datetime(2026, 7, 1, 8, 0, tzinfo=UTC), "1 July 2026 at 9am", "1 Gorffennaf 2026 am 9am"),
        (datetime(2026, 1, 2, 12, 0, tzinfo=UTC), "2 January 2026 at midday", "2 Ionawr 2026 am hanner dydd"),
        (datetime(2026, 1, 2, 0, 0, tzinfo=UTC), "2 January 2026 at midnight", "2 Ionawr 2026 am hanner nos"),
    ],
)
def test_moments_read_as_people_say_them(when: datetime, english: str, welsh: str) -> None:
    with translation.override("en-gb"):
        assert moments.moment(when) == english
    with translation.override("cy"):
        assert moments.moment(when) == welsh


def test_a_day_needs_no_time() -> None:
    assert moments.day(date(2026, 3, 27)) == "27 March 2026"


@pytest.mark.parametrize(("pence", "shown"), [(0, "£0"), (123_400, "£1,234"), (5, "£0.05"), (-250, "−£2.50")])
def test_pounds(pence: int, shown: str) -> None:
    assert moments.pounds(pence) == shown


@pytest.mark.parametrize("source", list(catalogue.catalogue_files()), ids=lambda path: path.parts[-3])
def test_a_catalogue_is_whole_and_up_to_date(source: catalogue.Path) -> None:
    """Run scripts/gather_words.py and translate what it prints, where this fails."""
    template = catalogue.gathered()
    assert catalogue.untranslated(source, template) == []
    assert source.read_bytes() == catalogue.updated(source, template)


@pytest.mark.parametrize("source", list(catalogue.catalogue_files()), ids=lambda path: path.parts[-3])
def test_translations_keep_every_hole_of_their_message(source: catalogue.Path) -> None:
    holes = re.compile(r"%\([a-z_]+\)[sd]|%\{[a-z]+\}")
    wrong = []
    for message in catalogue.read(source):
        forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
        known = set(holes.findall(message.id if isinstance(message.id, str) else " ".join(message.id)))
        wrong += [form for form in forms if message.id and form and not set(holes.findall(form)) <= known]
        wrong += [message.id for form in forms[-1:] if message.id and form and set(holes.findall(form)) != known]
    assert wrong == []


def test_welsh_counts_in_its_own_forms() -> None:
    catalogue.compile_catalogues()
    with translation.override("cy"):
        said = [
            translation.ngettext("%(count)d address found", "%(count)d addresses found", count) % {"count": count}
            for count in (1, 2, 3, 6, 7)
        ]
    assert said == [
        "Cafwyd hyd i 1 cyfeiriad",
        "Cafwyd hyd i 2 gyfeiriad",
        "Cafwyd hyd i 3 chyfeiriad",
        "Cafwyd hyd i 6 chyfeiriad",
        "Cafwyd hyd i 7 cyfeiriad",
    ]


def test_compiling_twice_writes_once(tmp_path: catalogue.Path) -> None:
    folder = tmp_path / "cy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_bytes(next(catalogue.catalogue_files()).read_bytes())
    assert catalogue.compile_catalogues(tmp_path) == [folder / "django.mo"]
    assert catalogue.compile_catalogues(tmp_path) == []
