"""Checks of words: their holes, plural forms, Markdown and reading age."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from commonwheel.core.patterns.checks.names_known import NO_NAMES, Names, Page, kind_fits
from commonwheel.core.patterns.checks.subject import Subject
from commonwheel.core.patterns.model.companions import Message
from commonwheel.core.patterns.model.keys import Plural
from commonwheel.core.patterns.wording.reading_age import FEWEST_WORDS, HARDEST_GRADE, grade
from commonwheel.core.patterns.wording.words import Hole, WordsAreNotReadable, forms_of, holes_in, plural_categories

_SOURCE = "en"
_HTML = re.compile(r"<[A-Za-z/!?][^\n]{0,60}")
_LINK = re.compile(r"\]\(\s*((?:mailto:|tel:)?\{\{[^}]*\}\}|[^\s)]*)|\]:\s*(\S*)")
_ALLOWED = re.compile(r"https://(?:www\.)?(?:gov\.uk|legislation\.gov\.uk)(?:[/?#]|$)")
_HOLE = re.compile(r"(mailto:|tel:)?\{\{\s*([a-z][a-z0-9_.]*)\s*\}\}")
_LINK_KINDS: Mapping[str, frozenset[str]] = {
    "": frozenset(("url", "link")),
    "mailto:": frozenset(("email",)),
    "tel:": frozenset(("phone",)),
}
_LEFT = re.compile(r"\b(?:TODO|FIXME|TBC|XXX+)\b|\[placeholder|[Ll]orem ipsum")
_MAYBE_LEFT = re.compile(r"TODO|FIXME|TBC|XXX|\[placeholder|orem ipsum")
"""Finds something in whatever `_LEFT` does, and looks a text through much sooner."""
_SUSPECT = re.compile(r"[{}<\[\]]|TODO|FIXME|TBC|XXX|orem ipsum")
_SHORT = 2 * FEWEST_WORDS - 1


class Said(NamedTuple):
    """
    One text as somebody reads it.

    Attributes:
        mark: the file its address is in, followed by `#`; "" for `pattern.yaml`.
        page: the names it may show, with what they are.
    """

    address: str
    text: str
    page: Page
    mark: str = ""
    markdown: bool = False
    language: str = _SOURCE


def check_texts(subject: Subject) -> None:
    """Note what is wrong with the words of pages and messages, translations included."""
    names = Names(subject)
    for said in (*_of_pattern(subject, names), *_of_messages(subject, names)):
        check_text(subject, said)


def check_text(subject: Subject, said: Said) -> None:
    """Note what is wrong with one text."""
    if _is_plain(said.text):
        return
    try:
        holes = holes_in(said.text)
    except WordsAreNotReadable as fault:
        subject.report("words-not-readable", said.address, found=fault.found, mend=fault.help, mark=said.mark)
        return
    for hole in holes:
        _check_hole(subject, said, hole)
    _check_plural(subject, said)
    for form in forms_of(said.text):
        _check_markdown(subject, said, form)
    _check_reading(subject, said)


def _of_pattern(subject: Subject, names: Names) -> Iterator[Said]:
    for spot in subject.texts.values():
        page = names.page(spot.address) if has_holes(spot.value) else NO_NAMES
        yield Said(spot.address, spot.value, page, markdown=spot.key.markdown)
    for name, texts in subject.block_texts.items():
        for spot in texts.values():
            yield Said(spot.address, spot.value, names.in_block, mark=f"{name}#", markdown=spot.key.markdown)


def _of_messages(subject: Subject, names: Names) -> Iterator[Said]:
    for message in subject.bundle.messages.values():
        page, mark, language = names.message(message.name), f"{message_path(message)}#", message.language
        said = Said("subject", message.head.subject, page, mark, language=language)
        yield said
        if message.head.sms:
            yield Said("sms", message.head.sms, page, mark, language=language)
        yield Said("text", message.text, page, mark, markdown=True, language=language)
        if subject.pattern.protect:
            _check_subject(subject, said)


def message_path(message: Message) -> str:
    """Return the path of a message's file."""
    stem = message.name.removesuffix(".md")
    return f"messages/{stem}.md" if message.language == _SOURCE else f"messages/{stem}.{message.language}.md"


def _check_subject(subject: Subject, said: Said) -> None:
    try:
        names = {hole.name for hole in holes_in(said.text)}
    except WordsAreNotReadable:
        return
    for name in sorted(names - {"case.reference"}):
        subject.report("subject-tells-too-much", said.address, found=name, mark=said.mark)


def _is_plain(text: str) -> bool:
    """Tell whether a text is so short and plain that nothing can be wrong with it; most are."""
    return len(text) < _SHORT and not isinstance(text, Plural) and _SUSPECT.search(text) is None


def has_holes(text: str) -> bool:
    """Tell whether a text may hold a hole, in any of its forms."""
    return any("{{" in form for form in forms_of(text))


def _check_hole(subject: Subject, said: Said, hole: Hole) -> None:
    known = said.page.known.get(hole.name)
    if known is None:
        code = "words-value-missing" if hole.name in said.page.missing else "words-unknown-name"
        subject.report(code, said.address, found=hole.name, mark=said.mark)
    elif not kind_fits(known, hole.format):
        subject.report("words-wrong-format", said.address, found=f"{hole.name} | {hole.format}", mark=said.mark)


def _check_plural(subject: Subject, said: Said) -> None:
    if not isinstance(said.text, Plural):
        return
    counted = {
        tuple(hole.name for hole in holes_in(form) if hole.format == "count") for form in said.text.forms.values()
    }
    named = {names for names in counted if names}
    if len(named) != 1 or any(len(names) > 1 for names in counted) or not _counts(said.text.forms["other"]):
        subject.report("plural-not-clear", said.address, found=said.text, mark=said.mark)
    used = plural_categories(said.language)
    for category in said.text.forms:
        if category not in used:
            expected = f"one of {', '.join(sorted(used))}"
            subject.report("plural-never-shown", said.address, found=category, expected=expected, mark=said.mark)


def _counts(text: str) -> bool:
    return any(hole.format == "count" for hole in holes_in(text))


def _check_markdown(subject: Subject, said: Said, text: str) -> None:
    if left := _LEFT.search(text) if _MAYBE_LEFT.search(text) else None:
        subject.report("placeholder-left", said.address, found=left[0], mark=said.mark)
    if html := _HTML.search(text):
        subject.report("html-in-words", said.address, found=html[0], mark=said.mark)
    for link in _LINK.finditer(text) if said.markdown else ():
        where = link[1] if link[1] is not None else None
        if where is None or not _link_is_allowed(said.page, where):
            subject.report("link-not-allowed", said.address, found=where or link[0], mark=said.mark)


def _link_is_allowed(page: Page, where: str) -> bool:
    hole = _HOLE.match(where)
    if hole is None:
        return _ALLOWED.match(where) is not None
    known = page.links.get(hole[2], "")
    return known in _LINK_KINDS[hole[1] or ""]


def _check_reading(subject: Subject, said: Said) -> None:
    asked = grade(said.text) if said.language == _SOURCE else None
    if asked is not None and asked > HARDEST_GRADE:
        subject.report("hard-to-read", said.address, found=f"grade {asked:.1f}", mark=said.mark)
