"""Checks of translations: of texts that are there, as they stand, naming the same values; and what is missing."""

from collections.abc import Iterator, Mapping

from commonwheel.core.patterns.checks.names_known import NO_NAMES, Names, Page
from commonwheel.core.patterns.checks.subject import Subject
from commonwheel.core.patterns.checks.texts import Said, check_text, has_holes, message_path
from commonwheel.core.patterns.checks.ways import tells_of
from commonwheel.core.patterns.model.companions import Translated
from commonwheel.core.patterns.reading.addresses import Spot
from commonwheel.core.patterns.reading.structure import uses
from commonwheel.core.patterns.versions.digest import source_digest
from commonwheel.core.patterns.wording.words import WordsAreNotReadable, names_in

_SOURCE = "en"
_FIRST_FEW = 3


def check_translations(subject: Subject) -> None:
    """Note what is wrong with the translations of texts and messages, and count what is not translated."""
    bundle = subject.bundle
    names = Names(subject)
    within = {**subject.texts, **dict(_texts_of_blocks(subject))}
    for language, entries in bundle.translations.items():
        _check_entries(subject, names, entries, within, f"translations/{language}.yaml#")
    for name, by_language in bundle.block_translations.items():
        texts = subject.block_texts.get(name, {})
        for language, entries in by_language.items():
            folder = name.partition("@")[0]
            _check_entries(subject, names, entries, texts, f"blocks/{folder}/translations/{language}.yaml#")
    _check_messages(subject)
    for language in _languages(subject):
        _check_missing(subject, list(within), language)


def _texts_of_blocks(subject: Subject) -> Iterator[tuple[str, Spot]]:
    """Yield each text of the used blocks' questions, by its address in the pattern."""
    for address, use in uses(subject.pattern):
        if use.use in subject.bundle.blocks:
            for inner, spot in subject.block_texts[use.use].items():
                if inner.startswith("ask."):
                    yield f"{address}.{inner}", spot


def for_officers(address: str) -> bool:
    """Tell whether only officers read the text at an address: it need not be translated."""
    parts = address.split(".")
    return (parts[0] == "settings" and parts[2] != "default") or (parts[:2] == ["case", "states"] and "ask" in parts)


def _check_entries(
    subject: Subject, names: Names, entries: Mapping[str, Translated], texts: Mapping[str, Spot], mark: str
) -> None:
    language = mark.rpartition("/")[2].partition(".")[0]
    for address, entry in entries.items():
        spot = texts.get(address)
        if spot is None:
            subject.report("translation-of-nothing", address, found=address, mark=mark)
            continue
        digest = source_digest(spot.value)
        if entry.of != digest:
            subject.report("translation-stale", f"{address}.of", found=entry.of, expected=digest, mark=mark)
            if _is_readable(entry.text):
                # It is not shown until it is made anew, so what it names can break nothing: a council that has
                # another hint need not mend the shared translation of the old one.
                continue
        if not _names_more(subject, entry.text, spot.value, address, mark):
            page = _page(names, address, entry.text, mark)
            said = Said(address, entry.text, page, mark, spot.key.markdown, language)
            check_text(subject, said)


def _page(names: Names, address: str, text: str, mark: str) -> Page:
    if not has_holes(text):
        return NO_NAMES
    return names.in_block if mark.startswith("blocks/") else names.page(address)


def _is_readable(text: str) -> bool:
    try:
        names_in(text)
    except WordsAreNotReadable:
        return False
    return True


def _names_more(subject: Subject, text: str, source: str, address: str, mark: str) -> bool:
    """Note the names in a translation that its source does not name."""
    if not has_holes(text):
        return False
    try:
        more = names_in(text) - names_in(source)
    except WordsAreNotReadable:
        return False
    for name in sorted(more):
        subject.report("translation-names-differ", address, found=name, mark=mark)
    return bool(more)


def _check_messages(subject: Subject) -> None:
    messages = subject.bundle.messages
    for (name, language), message in messages.items():
        source = messages.get((name, _SOURCE))
        if language == _SOURCE or source is None or message.head.of is None:
            continue
        if message.head.of != source_digest(source.text):
            mark = f"{message_path(message)}#"
            subject.report(
                "translation-stale", "of", found=message.head.of, expected=source_digest(source.text), mark=mark
            )


def _languages(subject: Subject) -> list[str]:
    bundle = subject.bundle
    found = {language for _, language in bundle.messages} | set(bundle.translations)
    return sorted(found - {_SOURCE})


def _check_missing(subject: Subject, needed: list[str], language: str) -> None:
    """Note, once, how many texts that residents read have no translation, and the first of them."""
    bundle = subject.bundle
    done = set(bundle.translations.get(language, {}))
    for address, use in uses(bundle.pattern):
        theirs = bundle.block_translations.get(use.use, {}).get(language, {})
        done |= {f"{address}.{inner}" for inner in theirs}
    missing = [address for address in needed if address not in done and not for_officers(address)]
    missing += [f"messages/{name}" for name in _told(subject) if (name, language) not in bundle.messages]
    if missing:
        more = " and others" if len(missing) > _FIRST_FEW else ""
        mend = f"Missing in {language}: {', '.join(missing[:_FIRST_FEW])}{more}. Until then they are shown in English."
        mark = f"translations/{language}.yaml#"
        subject.report("translation-missing", "", found=f"{len(missing)} texts", mend=mend, mark=mark)


def _told(subject: Subject) -> list[str]:
    """Return the messages that residents are sent and that are there."""
    names = {tell.resident for _, tell in tells_of(subject.pattern) if tell.resident is not None}
    return sorted(name for name in names if (name, _SOURCE) in subject.bundle.messages)
