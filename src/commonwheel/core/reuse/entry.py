"""What a catalogue shows of a software, taken from whatever of its file can be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commonwheel.core.patterns.reading.text import Node
from commonwheel.core.reuse import values

_MOST = 100
_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of it in one language; `language` is "" where the file names none that is known."""

    language: str
    short: str
    long: str
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One software. Whatever the file does not say, or says otherwise than it should, is "" or empty.

    Attributes:
        url: of its repository.
        landing: of its page.
        words: English first, then in the order of the file.
        owner: who has the rights, or runs the repository.
        maintained: by what kind of arrangement.
        maintainers: bodies and people who maintain it, without their addresses.
        used_by: as its own file says.
        languages: that it can be used in.
    """

    name: str
    url: str
    landing: str
    version: str
    status: str
    kind: str
    licence: str
    owner: str
    maintained: str
    words: tuple[Words, ...]
    maintainers: tuple[str, ...]
    categories: tuple[str, ...]
    used_by: tuple[str, ...]
    languages: tuple[str, ...]
    countries: tuple[str, ...]

    @property
    def summary(self) -> tuple[str, str]:
        """What it does, in a sentence, and the language of that; both "" where no language says so."""
        return next(((words.short, words.language) for words in self.words if words.short), ("", ""))


def read_entry(value: "Node | None") -> Entry | None:
    """Return what can be shown; None where there is no name to show it under."""
    top = _section(value)
    name = _text(top, "name")
    if not name:
        return None
    legal, maintenance = _section(top.get("legal")), _section(top.get("maintenance"))
    return Entry(
        name=name,
        url=_address(top, "url"),
        landing=_address(top, "landingURL"),
        version=_text(top, "softwareVersion"),
        status=_text(top, "developmentStatus"),
        kind=_text(top, "softwareType"),
        licence=_text(legal, "license"),
        owner=_owner(top, legal),
        maintained=_text(maintenance, "type"),
        words=tuple(sorted(_words(_section(top.get("description"))), key=lambda words: not _is_english(words))),
        maintainers=tuple(dict.fromkeys(_maintainers(maintenance))),
        categories=_texts(top.get("categories")),
        used_by=_texts(top.get("usedBy")),
        languages=_texts(_section(top.get("localisation")).get("availableLanguages")),
        countries=_texts(_section(top.get("intendedAudience")).get("countries")),
    )


# Private


def _section(node: "Node | None") -> Mapping[str, Node]:
    return node if isinstance(node, dict) else {}


def _line(text: str, most: int = 300) -> str:
    return " ".join(text.split())[:most]


def _text(section: Mapping[str, Node], key: str) -> str:
    found = section.get(key)
    return _line(found) if isinstance(found, str) else ""


def _texts(node: "Node | None") -> tuple[str, ...]:
    entries = [node] if isinstance(node, str) else node
    if not isinstance(entries, list):
        return ()
    return tuple(line for entry in entries[:_MOST] if isinstance(entry, str) and (line := _line(entry)))


def _address(section: Mapping[str, Node], key: str) -> str:
    """Return an address that a page may link to; anything else is as good as none."""
    found = _text(section, key)
    return found if found and values.address(found) is None else ""


def _owner(top: Mapping[str, Node], legal: Mapping[str, Node]) -> str:
    named = (
        _text(_section(top.get("organisation")), "name"), _text(legal, "mainCopyrightOwner"), _text(legal, "repoOwner"),
    )  # fmt: skip
    return next((name for name in named if name), "")


def _words(description: Mapping[str, Node]) -> Iterator[Words]:
    for language, node in list(description.items())[:_MOST]:
        section = _section(node)
        long = section.get("longDescription")
        yield Words(
            language=language if values.language(language) is None else "",
            short=_text(section, "shortDescription"),
            long=long.strip()[:_LONGEST] if isinstance(long, str) else "",
            features=_texts(section.get("features")),
        )


def _is_english(words: Words) -> bool:
    return words.language.lower().split("-")[0] == "en"


def _maintainers(maintenance: Mapping[str, Node]) -> Iterator[str]:
    for key, fields in (("contractors", ("name",)), ("contacts", ("affiliation", "name"))):
        entries = maintenance.get(key)
        for entry in entries[:_MOST] if isinstance(entries, list) else []:
            named = [_text(_section(entry), field) for field in fields]
            yield from [name for name in named if name][:1]
