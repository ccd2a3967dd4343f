"""The pages of a release's example journeys, drawn before it is taken: each must draw, and be open to everybody."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.conf import settings
from django.template.loader import render_to_string

from commonwheel.core.packages.refusals import problem
from commonwheel.core.packages.release import Release
from commonwheel.core.problems import Failure, Problem
from commonwheel.design.drawn import DrawnPage, draw_journey
from commonwheel.design.jinja import STATIC
from commonwheel.integrations.bank_holidays.carried import carried_calendars
from commonwheel.integrations.browser.chromium import Chromium

_SHEETS = ("vendor/govuk-frontend/govuk-frontend.min.css", "house/house.css")
_MOST_PAGES = 400


def page_problems(release: Release) -> tuple[Problem, ...]:
    """
    Return what is wrong with the pages of a release's examples, in each language.

    That each draws is always looked at; axe looks at them where the operator named a browser.

    Raises:
        BrowserUnavailable: where that cannot be asked.
    """
    if release.manifest.kind != "pattern":
        return ()
    pages, problems = _pages(release)
    browser: Chromium | None = settings.COMMONS_BROWSER
    if problems or browser is None:
        return tuple(problems)
    found = browser.violations(pages)
    return tuple(problem("page-not-accessible", line, file=name) for name, lines in found.items() for line in lines)


# Private


def _pages(release: Release) -> tuple[Mapping[str, str], list[Problem]]:
    """Return each page once, as HTML by the example that leads to it; and what does not draw."""
    names: dict[str, str] = {}
    problems = []
    for example in release.bundle.examples:
        file = f"examples/{example}.yaml"
        for language in release.manifest.languages:
            try:
                for number, html in _drawn(release, example, language):
                    if len(names) < _MOST_PAGES:
                        names.setdefault(html, f"{file} page {number}, {language}")
            except Failure as reason:
                problems.append(problem("page-not-drawn", str(reason), file=file))
    return {name: html for html, name in names.items()}, problems


def _drawn(release: Release, example: str, language: str) -> Iterator[tuple[int, str]]:
    journey = draw_journey(release.bundle, example, language=language, calendars=carried_calendars())
    for page in journey.pages if journey else ():
        values = {
            "page": _with_heading(page),
            "title": page.title or page.fields[0].label,
            "language_of_page": language,
        }
        sheets = [(STATIC / sheet).as_uri() for sheet in _SHEETS]
        yield page.number, render_to_string("commons/drawn.html", {**values, "sheets": sheets})


def _with_heading(page: DrawnPage) -> DrawnPage:
    return page if page.title else replace(page, fields=(replace(page.fields[0], heading=True),))
