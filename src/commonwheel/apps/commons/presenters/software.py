"""Software of public bodies, ready to print."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from babel import Locale
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from commonwheel.apps.commons.presenters.words import language_words
from commonwheel.apps.commons.queries.software import SoftwarePage, SoftwareView
from commonwheel.core.problems import Problem
from commonwheel.core.reuse.entry import Entry
from commonwheel.design.components import Row
from commonwheel.design.markdown import html_of
from commonwheel.design.moments import day

_QUOTED = re.compile(r"`([^`]*)`")


@dataclass(frozen=True, slots=True)
class SoftwareLine:
    """One software in a list; `faults` is "" where its file is as the standard has it."""

    title: str
    href: str
    summary: str
    language: str
    about: str
    faults: str


@dataclass(frozen=True, slots=True)
class SoftwareList:
    """What was looked for, and what is listed."""

    words: str
    lines: tuple[SoftwareLine, ...]
    following: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a file: where, what, and how to mend it."""

    where: str
    says: str
    is_error: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What it does, in one language."""

    language: str
    code: str
    text: Markup
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneSoftware:
    """One software."""

    title: str
    summary: str
    language: str
    rows: tuple[Row, ...]
    told: tuple[Told, ...]
    used_by: tuple[str, ...]
    faults: tuple[Fault, ...]
    count: str
    file: str


def list_page(words: str, page: SoftwarePage) -> SoftwareList:
    """Return the list."""
    asked = urlencode({"q": words, "after": page.after} if words else {"after": page.after})
    following = f"{reverse('commons:code')}?{asked}" if page.after else ""
    return SoftwareList(words, tuple(map(_line, page.lines)), following)


def software_page(software: SoftwareView) -> OneSoftware:
    """Return the page of one software."""
    checked = software.checked
    entry = checked.entry
    summary, language = entry.summary if entry else ("", "")
    return OneSoftware(
        title=software.title,
        summary=summary,
        language=language,
        rows=tuple(_rows(software, entry)) if entry else (),
        told=tuple(
            Told(
                language_words(one.language) or _("Another language"),
                one.language,
                html_of(one.long, top=4),
                one.features,
            )
            for one in (entry.words if entry else ())
            if one.long or one.features
        ),
        used_by=entry.used_by if entry else (),
        faults=tuple(map(_fault, checked.problems)),
        count=_count(software.errors),
        file=reverse("commons:code-file", kwargs={"name": software.name}),
    )


# Private


def _line(software: SoftwareView) -> SoftwareLine:
    entry = software.checked.entry
    about = [entry.licence, entry.owner, _status(entry.status)] if entry else []
    summary, language = entry.summary if entry else ("", "")
    return SoftwareLine(
        title=software.title,
        href=reverse("commons:software", kwargs={"name": software.name}),
        summary=summary,
        language=language,
        about=", ".join(part for part in about if part),
        faults=_count(software.errors),
    )


def _count(errors: int) -> str:
    if not errors:
        return ""
    return ngettext(
        "Its file breaks the standard in %(count)s place", "Its file breaks the standard in %(count)s places", errors
    ) % {"count": errors}  # fmt: skip


def _rows(software: SoftwareView, entry: Entry) -> list[Row]:
    said = [
        (_("Licence"), entry.licence),
        (_("Owner"), entry.owner),
        (_("Maintained by"), ", ".join(entry.maintainers)),
        (_("How it is maintained"), _maintenance(entry.maintained)),
        (_("How far it is"), _status(entry.status)),
        (_("Version"), entry.version),
        (_("Languages"), ", ".join(language_words(code) for code in entry.languages)),
        (_("Made for"), ", ".join(map(_country, entry.countries))),
        (_("Source code"), _link(entry.url)),
        (_("Its own page"), _link(entry.landing)),
        (_("File looked at"), f"{day(software.looked_at)}"),
    ]
    return [Row(key, value) for key, value in said if value]


def _country(code: str) -> str:
    return str(Locale("en").territories.get(code.upper(), code))


def _link(address: str) -> Markup:
    return Markup('<a class="govuk-link" href="{0}" rel="nofollow">{0}</a>').format(address) if address else Markup()


def _status(status: str) -> str:
    words = {
        "concept": _("An idea"), "development": _("Being built"), "beta": _("Being tried"),
        "stable": _("In use"), "obsolete": _("No longer kept up"),
    }  # fmt: skip
    return words.get(status, status)


def _maintenance(kind: str) -> str:
    words = {
        "internal": _("By its owner"), "contract": _("Under contract"), "community": _("By volunteers"),
        "none": _("By nobody"),
    }  # fmt: skip
    return words.get(kind, kind)


def _fault(problem: Problem) -> Fault:
    where = _("Line %(number)s") % {"number": problem.line} if problem.line else _("The file")
    expected = {"found": problem.found, "expected": problem.expected, "help": problem.help}
    says = (
        _("Found “%(found)s”; expected %(expected)s. %(help)s")
        if problem.found
        else _("Expected %(expected)s. %(help)s")
    )
    return Fault(where, _QUOTED.sub(r"“\1”", says % expected), problem.severity == "error")
