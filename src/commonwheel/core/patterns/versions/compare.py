"""What differs between two versions of a pattern, part by part, in plain sentences."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from commonwheel.core.patterns.model.companions import Bundle, Message
from commonwheel.core.patterns.model.keys import Shape
from commonwheel.core.patterns.reading.addresses import fields_of, join, name_of
from commonwheel.core.patterns.reading.read import SOURCE_LANGUAGE
from commonwheel.core.patterns.reading.text import shorten
from commonwheel.core.patterns.versions.digest import written
from commonwheel.core.patterns.versions.effective import message_address

Kind = Literal["added", "removed", "changed", "moved", "renamed"]
_NOUNS: Mapping[str, str] = {
    "Step": "page", "Stop": "stop", "Check": "check", "Option": "option", "Clock": "clock", "State": "state",
    "FeeLine": "line of the fee", "Then": "next service", "DutyCase": "duty", "Need": "need", "Use": "block",
    "Message": "message", "Translated": "translation", "Example": "example", "Block": "copy of a block",
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """
    One difference.

    Attributes:
        address: in the newer version; in the older one for what was removed.
        kind: what happened to it.
        before, after: its value in each version in the notation of examples; None where it has none.
        sentence: the same for a person.
    """

    address: str
    kind: Kind
    before: Any
    after: Any
    sentence: str


def compare(old: Bundle, new: Bundle) -> tuple[Difference, ...]:
    """List what differs from one bundle to another, in the order of the files; nothing is said twice."""
    found = [
        *_shapes(old.pattern, new.pattern, ""),
        *_maps(_messages(old), _messages(new), ""),
        *_maps(old.blocks, new.blocks, "blocks"),
        *_maps(_translations(old), _translations(new), "translations"),
        *_maps(old.examples, new.examples, "examples"),
        *_values(old.guidance, new.guidance, "guidance.md"),
        *_values(old.changelog, new.changelog, "CHANGELOG.md"),
    ]
    return tuple(_moves_between_lists(found))


# Private


def _shapes(old: Shape, new: Shape, address: str) -> Iterator[Difference]:
    """Compare two parts key by key; a key that only one kind of part has counts as absent in the other."""
    before, after = _keys(old), _keys(new)
    for name in dict.fromkeys((*before, *after)):
        yield from _either(before.get(name), after.get(name), join(address, name))


def _keys(shape: Shape) -> dict[str, Any]:
    return {name: getattr(shape, field) for field, name, _ in fields_of(type(shape))}


def _either(old: Any, new: Any, address: str) -> Iterator[Difference]:
    if isinstance(old, Shape) and isinstance(new, Shape):
        yield from _shapes(old, new, address)
    elif _is_list(old) or _is_list(new):
        yield from _lists(old if _is_list(old) else (), new if _is_list(new) else (), address)
        yield from _values(None if _is_list(old) else old, None if _is_list(new) else new, address)
    else:
        yield from _values(old, new, address)


def _is_list(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Shape)


def _lists(old: Sequence[Shape], new: Sequence[Shape], address: str) -> Iterator[Difference]:
    before = {name_of(entry, n): entry for n, entry in enumerate(old)}
    after = {name_of(entry, n): entry for n, entry in enumerate(new)}
    former = {name: _former(name, entry, before, after) for name, entry in after.items()}
    for name, entry in before.items():
        if name not in former.values():
            yield _one("removed", join(address, name), entry, None)
    for name, entry in after.items():
        here, source = join(address, name), former[name]
        if source is None:
            yield _one("added", here, None, entry)
            continue
        if source != name:
            sentence = f"{_noun(entry)} `{source}` is now called `{name}`, at {here}."
            yield Difference(here, "renamed", source, name, _sentence_case(sentence))
        yield from _shapes(before[source], entry, here)
    yield from _moved_within(list(before), after, former, address)


def _former(name: str, entry: Shape, before: Mapping[str, Shape], after: Mapping[str, Shape]) -> str | None:
    """Return the name an entry had before, by its `was` where it has a new one; None for a new entry."""
    if name in before:
        return name
    return next((old for old in getattr(entry, "was", ()) if old in before and old not in after), None)


def _moved_within(
    before: list[str], after: Mapping[str, Shape], former: Mapping[str, str | None], address: str
) -> Iterator[Difference]:
    position = {name: number for number, name in enumerate(before)}
    kept = [(name, position[source]) for name, source in former.items() if source is not None]
    staying = _longest_rise([where for _, where in kept])
    for name, where in kept:
        if where not in staying:
            here = join(address, name)
            sentence = _sentence_case(f"{_noun(after[name])} `{name}` stands elsewhere in {address}.")
            yield Difference(here, "moved", here, here, sentence)


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Return a longest rising part of distinct numbers: what need not have moved."""
    tails: list[int] = []
    chains: dict[int, int | None] = {}
    for number in numbers:
        spot = bisect_left(tails, number)
        chains[number] = tails[spot - 1] if spot else None
        tails[spot : spot + 1] = [number]
    found: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        found.add(last)
        last = chains[last]
    return found


def _maps(old: Mapping[str, Any], new: Mapping[str, Any], address: str) -> Iterator[Difference]:
    for name in sorted({*old, *new}):
        before, after, here = old.get(name), new.get(name), join(address, name)
        if isinstance(before, Shape) and isinstance(after, Shape):
            yield from _shapes(before, after, here)
        elif isinstance(before, Message) and isinstance(after, Message):
            yield from _shapes(before.head, after.head, here)
            yield from _values(before.text, after.text, join(here, "text"))
        else:
            yield from _values(before, after, here)


def _messages(bundle: Bundle) -> dict[str, Message]:
    return {
        message_address(name) if language == SOURCE_LANGUAGE else f"{message_address(name)}.{language}": message
        for (name, language), message in bundle.messages.items()
    }


def _translations(bundle: Bundle) -> dict[str, Any]:
    own = {f"{language}.{at}": entry for language, by in bundle.translations.items() for at, entry in by.items()}
    inside = {
        f"{language}.{block}#{at}": entry
        for block, languages in bundle.block_translations.items()
        for language, by in languages.items()
        for at, entry in by.items()
    }
    return {**own, **inside}


def _values(old: Any, new: Any, address: str) -> Iterator[Difference]:
    if old == new:
        return
    if _is_nothing(old) or _is_nothing(new):
        yield _one("added" if _is_nothing(old) else "removed", address, old, new)
        return
    before, after = _out(old), _out(new)
    sentence = f"{address} was {_shown(before)} and is now {_shown(after)}."
    yield Difference(address, "changed", before, after, sentence)


def _one(kind: Kind, address: str, old: Any, new: Any) -> Difference:
    part = new if kind == "added" else old
    what = f"{_noun(part)} `{name_of(part, 0)}`" if _noun(part) and hasattr(part, "id") else _noun(part) or "it"
    value = "" if isinstance(part, Shape | Message) else f": {_shown(_out(part))}"
    subject = f"{what} at {address}" if what != "it" else address
    return Difference(address, kind, _out(old), _out(new), _sentence_case(f"{subject} was {kind}{value}."))


def _noun(part: Any) -> str:
    """Return what a person calls a part; "" for a plain value."""
    if isinstance(part, Shape | Message):
        name = type(part).__name__
        return _NOUNS.get(name) or (
            "setting" if name.endswith("Setting") else "question" if hasattr(part, "type") else name.lower()
        )
    return ""


def _is_nothing(value: Any) -> bool:
    return value is None or value in ("", (), {})


def _out(value: Any) -> Any:
    if isinstance(value, Message):
        return {"head": written(value.head), "text": value.text}
    return None if value is None else written(value)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"“{shorten(value)}”" if isinstance(value, str) else shorten(value)


def _sentence_case(sentence: str) -> str:
    first = sentence.partition(" ")[0]
    return sentence if "." in first else sentence[:1].upper() + sentence[1:]


def _moves_between_lists(found: Sequence[Difference]) -> Iterator[Difference]:
    """Say once, as a move, what was taken from one list and put into another unchanged in its id and type."""
    gone = {_identity(one): one for one in found if one.kind == "removed" and _identity(one)}
    came = {_identity(one): one for one in found if one.kind == "added" and _identity(one)}
    both = gone.keys() & came.keys()
    for one in found:
        key = _identity(one)
        if key not in both or one.kind not in ("added", "removed"):
            yield one
        elif one.kind == "added":
            start = gone[key].address
            sentence = f"Question `{one.after['id']}` moved from {start} to {one.address}."
            yield Difference(one.address, "moved", gone[key].before, one.after, sentence)


def _identity(one: Difference) -> tuple[str, str] | None:
    part = one.after if one.kind == "added" else one.before
    is_question = isinstance(part, dict) and "id" in part and "type" in part and ".ask." in one.address
    return (part["id"], part["type"]) if is_question else None
