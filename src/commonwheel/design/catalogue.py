"""The words of the interface: gathered from templates and Python, and compiled for use."""

import io
import os
import re
import tempfile
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = PACKAGE / "locale"
DOMAIN = "django"
WHERE = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2")]
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# Officers' pages are in English; what only they hold need not be translated.
FOR_STAFF = (
    "apps/adoption/*",
    "apps/cases/forms/*",
    "apps/cases/presenters/*",
    "apps/cases/templates/*",
    "apps/cases/views*",
    "apps/changes/*",
    "apps/commons/*",
    "apps/handover/*",
    "apps/journeys/presenters/trying.py",
    "apps/journeys/templates/journeys/trial.html",
    "apps/messages/*",
    "apps/open311/*",
    "apps/reorganising/*",
    "apps/services/templates/services/list.html",
    "design/templates/layouts/staff.html",
    "design/templates/parts/boxes.html",
    "design/templates/parts/carried.html",
    "design/templates/parts/drawn.html",
    "foundation/boxes.py",
    "foundation/carried_files.py",
    "project/templates/node/help.html",
)
_EMPTY_HEADERS = (
    b"Report-Msgid-Bugs-To", b"POT-Creation-Date", b"PO-Revision-Date", b"Last-Translator", b"Generated-By",
)  # fmt: skip
OPTIONS = {"**/templates/**": {"trimmed": "true", "newstyle_gettext": "true", "encoding": "utf-8"}}


def catalogue_files(locale: Path = LOCALE) -> Iterator[Path]:
    """Yield the catalogue of each language we have."""
    yield from sorted(locale.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def compile_catalogues(locale: Path = LOCALE) -> list[Path]:
    """
    Compile each catalogue that changed since it was last compiled; each file appears whole or not at all.

    Returns:
        The compiled files that were written anew.
    """
    written = []
    for source in catalogue_files(locale):
        compiled = _compiled(source)
        target = source.with_suffix(".mo")
        if not target.exists() or target.read_bytes() != compiled:
            _replace(target, compiled)
            written.append(target)
    return written


def gathered(package: Path = PACKAGE) -> Catalog:
    """Return the catalogue of every message in the package's templates and Python, in the order of their places."""
    catalogue = Catalog(project="Commonwheel", charset="utf-8")
    found = extract_from_dir(package, WHERE, OPTIONS, KEYWORDS, comment_tags=("For translators:",))
    for file, line, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        catalogue.add(message, None, [(file, line)], auto_comments=comments, context=context)
    return catalogue


def update_catalogues(locale: Path = LOCALE) -> None:
    """Bring each catalogue up to date with the sources: new messages empty, old ones gone, translations kept."""
    template = gathered()
    for source in catalogue_files(locale):
        _replace(source, updated(source, template))


def updated(source: Path, template: Catalog) -> bytes:
    """Return the catalogue as it would be were it up to date with `template`."""
    catalogue = read(source)
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    out = io.BytesIO()
    # Neither places nor their order: moving a message would otherwise change the catalogue.
    write_po(out, catalogue, width=120, no_location=True, sort_output=True, ignore_obsolete=True)
    # Dates and addresses that Babel writes would differ from run to run and say nothing.
    return re.sub(rb'"(%s):[^\n]*\n' % b"|".join(_EMPTY_HEADERS), b"", out.getvalue())


def untranslated(source: Path, template: Catalog) -> list[str]:
    """Return the messages of `template` that residents may read and that have no translation, in its order."""
    catalogue = read(source)
    asked = [message for message in template if message.id and not _is_only_for_staff(message)]
    return [_words(message) for message in asked if not _is_translated(catalogue.get(message.id, message.context))]


def _is_translated(message: Message | None) -> bool:
    strings = message.string if message else ""
    return all(strings) if isinstance(strings, list | tuple) else bool(strings)


def _is_only_for_staff(message: Message) -> bool:
    return all(_is_for_staff(place) for place, _line in message.locations)


def _is_for_staff(place: str) -> bool:
    return any(fnmatch(place, pattern) for pattern in FOR_STAFF)


def _words(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def read(source: Path) -> Catalog:
    """Return a language's catalogue."""
    with source.open("rb") as file:
        return read_po(file, locale=source.parent.parent.name)


def _compiled(source: Path) -> bytes:
    out = io.BytesIO()
    write_mo(out, read(source))
    return out.getvalue()


def _replace(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(target)
