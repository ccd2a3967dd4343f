"""The fields of a fillable PDF as a form of ours. What stands around them on the paper cannot be known."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PdfReadError

from commonwheel.core.forms.names import named
from commonwheel.core.forms.report import Report
from commonwheel.core.forms.source import Asked, Choice, Form, FormCannotBeRead, Page
from commonwheel.core.forms.sources import LARGEST

KIND = "pdf"
_MOST_FIELDS = 2_000
_REQUIRED, _MANY_LINES, _RADIO, _PUSH, _COMBO, _MANY = 1 << 1, 1 << 12, 1 << 15, 1 << 16, 1 << 17, 1 << 21
_DEEPEST = 20
_UNKNOWN = "Fields do not say it: look at the paper, and write it in the pattern."
_SCRIPT = "It is a program that runs in the reader of the file. A pattern has conditions and checks instead: write one."
_PRESSED = "Nobody answers it."


def is_pdf(data: bytes) -> bool:
    """Tell whether bytes are a PDF."""
    return data[:1024].lstrip().startswith(b"%PDF-")


def read_fillable(data: bytes, name: str, report: Report) -> Form:
    """
    Return a form with a page for each page of the paper that has fields.

    Raises:
        FormCannotBeRead: it is broken, locked, too large, or has no fields.
    """
    if len(data) > LARGEST:
        raise FormCannotBeRead(
            f"{name} has {len(data):,} bytes. A form has {LARGEST:,} at most: is this the right file?"
        )
    try:
        fields = _fields(PdfReader(io.BytesIO(data)), name)
    except (PdfReadError, OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise FormCannotBeRead(f"{name} is broken, or locked with a password. Save it anew, without one.") from None
    if not fields:
        raise FormCannotBeRead(f"{name} has no fields to fill in: it is only to be printed. Draft the form as a sheet.")
    for what in ("The words around the fields", "What is asked only of some", "The order in which it is asked"):
        report.leave(what, name, _UNKNOWN)
    by_page: dict[int, list[Asked]] = {}
    for one in fields:
        asked = _asked(one, report)
        if asked is not None:
            by_page.setdefault(one.page, []).append(asked)
    report.count("pages", len(by_page))
    pages = [
        Page(f"page-{number}", f"Page {number}", f"page {number}", tuple(asked))
        for number, asked in sorted(by_page.items())
    ]
    return Form(
        KIND,
        name.rpartition(".")[0].replace("-", " ").replace("_", " ").capitalize(),
        tuple(pages),
        named(pages, report),
    )


# Private


@dataclass(frozen=True, slots=True)
class _Field:
    """One field: its whole name, the page its first box is on, and what it says, that of its parents included."""

    name: str
    page: int
    says: Mapping[str, Any]

    @property
    def flags(self) -> int:
        return int(self.says.get("/Ff", 0) or 0)


def _fields(reader: PdfReader, name: str) -> list[_Field]:
    if reader.is_encrypted:
        raise FormCannotBeRead(f"{name} is locked. Save it anew, without a password.")
    root: Any = reader.trailer["/Root"]
    form = root.get("/AcroForm")
    if form is None:
        return []
    pages = {
        widget.idnum: number
        for number, page in enumerate(reader.pages, start=1)
        for widget in page.get("/Annots", ())
        if hasattr(widget, "idnum")
    }
    found = [one for top in form.get_object().get("/Fields", ()) for one in _within(top, "", {}, pages, 0)]
    if len(found) > _MOST_FIELDS:
        raise FormCannotBeRead(f"{name} has {len(found):,} fields. A form has {_MOST_FIELDS:,} at most.")
    return found


def _within(part: Any, above: str, says: Mapping[str, Any], pages: Mapping[int, int], depth: int) -> Iterator[_Field]:
    """Yield the fields in a part of the tree of fields; a part hands on what it says to those in it."""
    if depth > _DEEPEST:
        return
    number, held = getattr(part, "idnum", 0), part.get_object()
    own = str(held.get("/T", ""))
    whole = ".".join(one for one in (above, own) if one)
    inherited = {key: says[key] for key in ("/FT", "/Ff", "/MaxLen", "/Opt") if key in says} | dict(held)
    children = [one for one in held.get("/Kids", ()) if "/T" in one.get_object()]
    if children:
        for one in children:
            yield from _within(one, whole, inherited, pages, depth + 1)
        return
    boxes = [getattr(one, "idnum", 0) for one in held.get("/Kids", ())]
    page = next((pages[one] for one in (number, *boxes) if one in pages), 1)
    yield _Field(whole, page, inherited | {"/States": list(_states(held))})


def _states(held: Any) -> Iterator[str]:
    """Yield what a button can be beside off, from how its boxes look."""
    for box in (held, *(one.get_object() for one in held.get("/Kids", ()))):
        looks = box.get("/AP", {}).get("/N", {}) if "/AP" in box else {}
        yield from (str(key).removeprefix("/") for key in getattr(looks, "keys", list)() if key != "/Off")


def _asked(one: _Field, report: Report) -> Asked | None:
    kind, where, flags = str(one.says.get("/FT", "")), f"field {one.name or '?'}", one.flags
    label = str(one.says.get("/TU") or one.name.rpartition(".")[2])
    if kind == "/Btn" and flags & _PUSH:
        report.leave(f"“{label}” (button)", where, _PRESSED)
        return None
    if "/AA" in one.says or "/A" in one.says:
        report.leave(f"What “{label}” does", where, _SCRIPT)
    choices = tuple(_choices(one, where))
    ours = _kind(kind, flags, choices, one)
    if kind not in ("/Tx", "/Btn", "/Ch", "/Sig"):
        report.change(f"“{label}”", where, "The file does not say of what kind it is: a line of text is asked for.")
    limit = one.says.get("/MaxLen")
    limits = {"max": int(limit)} if isinstance(limit, int) and limit > 0 and ours in ("text", "long-text") else {}
    optional = not flags & _REQUIRED
    return Asked(one.name or where, ours, label, where, optional=optional, choices=choices, limits=limits)


def _kind(kind: str, flags: int, choices: tuple[Choice, ...], one: _Field) -> str:
    if kind == "/Sig":
        return "signature"
    if kind == "/Ch" and choices:
        return "checkboxes" if flags & _MANY else "select" if flags & _COMBO else "radios"
    if kind == "/Btn":
        return "radios" if choices else "yes-no"
    return "long-text" if kind == "/Tx" and one.flags & _MANY_LINES else "text"


def _choices(one: _Field, where: str) -> Iterator[Choice]:
    """Yield the choices of a list, each a text or a value and a text; or of buttons of which one is pressed."""
    kind = one.says.get("/FT")
    if kind == "/Ch":
        for found in one.says.get("/Opt", ()):
            pair = [str(part) for part in found] if isinstance(found, list) else [str(found)]
            yield Choice(pair[0], pair[-1], where=where)
    elif kind == "/Btn" and one.flags & _RADIO:
        for state in dict.fromkeys(one.says["/States"]):
            yield Choice(state, state, where=where)
