"""The words of the interface: gathered from templates and Python, and compiled for use."""

import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

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


def _compiled(source: Path) -> bytes:
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def _replace(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(target)
