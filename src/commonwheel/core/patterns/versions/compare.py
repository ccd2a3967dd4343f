"""What differs between two versions of a pattern, part by part, in plain sentences."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from commonwheel.core.patterns.model.companions import Bundle, Message
from commonwheel.core.patterns.model.keys import Shape
from commonwheel.core.patterns.model.pattern import Block, Step
from commonwheel.core.patterns.model.questions import Asked, Use
from commonwheel.core.patterns.reading.addresses import fields_of, join, name_of
from commonwheel.core.patterns.reading.read import SOURCE_LANGUAGE
from commonwheel.core.patterns.reading.structure import uses
from commonwheel.core.patterns.versions.digest import written
from commonwheel.core.patterns.versions.effective import message_address
from commonwheel.core.patterns.versions.matching import former_names, joined_into, moved
from commonwheel.core.patterns.versions.shown import shown, shown_apart

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


class At(NamedTuple):
    """
    A key, and the parts it is a key of.

    Attributes:
        address: of the key's value in the newer version, or of one entry of it.
        name: of the key as files write it, such as `steps`; of a file beside the pattern, what kind it is.
        old, new: the part in each version; None for a file beside the pattern.
    """

    address: str
    name: str = ""
    old: Shape | None = None
    new: Shape | None = None

    def entry(self, name: str) -> "At":
        """Return where an entry of this key stands."""
        return self._replace(address=join(self.address, name))


@dataclass(frozen=True, slots=True)
class Located:
    """
    A difference with where it was found, and the typed values before and after, for what looks further.

    Attributes:
        joined: it is a `renamed` of what became part of an entry that has an older form of its own.
    """

    difference: Difference
    at: At
    old: Any
    new: Any
    joined: bool = False


def compare(old: Bundle, new: Bundle) -> tuple[Difference, ...]:
    """List what differs from one bundle to another, in the order of the files; nothing is said twice."""
    return tuple(one.difference for one in locate(old, new))


def locate(old: Bundle, new: Bundle) -> tuple[Located, ...]:
    """List what differs, as `compare` does, with the parts that it was found in."""
    service = [*_shapes(old.pattern, new.pattern, ""), *_used_blocks(old, new)]
    return (
        *_moves_between_lists(service),
        *_maps(_messages(old), _messages(new), At("", "messages")),
        *_copies(_unused(old), _unused(new)),
        *_maps(_translations(old), _translations(new), At("translations", "translations")),
        *_maps(old.examples, new.examples, At("examples", "examples")),
        *_values(old.guidance, new.guidance, At("guidance.md", "guidance.md")),
        *_values(old.changelog, new.changelog, At("CHANGELOG.md", "CHANGELOG.md")),
    )


# Private


def _shapes(old: Shape, new: Shape, address: str) -> Iterator[Located]:
    """Compare two parts key by key; a key that only one kind of part has counts as absent in the other."""
    if old == new:
        return
    before, after = _keys(old), _keys(new)
    for name in dict.fromkeys((*before, *after)):
        yield from _either(before.get(name), after.get(name), At(join(address, name), name, old, new))


def _keys(shape: Shape) -> dict[str, Any]:
    return {name: getattr(shape, field) for field, name, _ in fields_of(type(shape))}


def _either(old: Any, new: Any, at: At) -> Iterator[Located]:
    if isinstance(old, Shape) and isinstance(new, Shape):
        yield from _shapes(old, new, at.address)
    elif _is_list(old) or _is_list(new):
        yield from _lists(old if _is_list(old) else (), new if _is_list(new) else (), at)
        yield from _values(None if _is_list(old) else old, None if _is_list(new) else new, at)
    else:
        yield from _values(old, new, at)


def _is_list(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Shape)


def _lists(old: Sequence[Shape], new: Sequence[Shape], at: At) -> Iterator[Located]:
    before = {name_of(entry, n): entry for n, entry in enumerate(old)}
    after = {name_of(entry, n): entry for n, entry in enumerate(new)}
    former = former_names(before, after)
    for name, entry in before.items():
        if name not in former.values():
            yield _gone(name, entry, after, at)
    for name, entry in after.items():
        source = former[name]
        if source is None:
            yield _one("added", at.entry(name), None, entry)
        else:
            yield from _kept(before[source], entry, source, at.entry(name))
    for name in moved(list(before), former):
        here, entry = at.entry(name), after[name]
        sentence = _sentence_case(f"{_noun(entry)} `{name}` stands elsewhere in {at.address}.")
        yield Located(Difference(here.address, "moved", here.address, here.address, sentence), here, entry, entry)


def _gone(name: str, entry: Shape, after: Mapping[str, Shape], at: At) -> Located:
    """Say that an entry was removed, or, where another says so with `was`, what it was joined with."""
    whole = joined_into(name, after)
    if whole is None:
        return _one("removed", at.entry(name), entry, None)
    sentence = _sentence_case(f"{_noun(entry)} `{name}` is now part of `{whole}`, at {at.entry(whole).address}.")
    difference = Difference(at.entry(whole).address, "renamed", name, whole, sentence)
    return Located(difference, at.entry(whole), entry, after[whole], joined=True)


def _kept(old: Shape, new: Shape, source: str, here: At) -> Iterator[Located]:
    """Compare an entry with its older form, which may have had another name."""
    name = here.address.rpartition(".")[2]
    if source == name:
        yield from _shapes(old, new, here.address)
        return
    sentence = _sentence_case(f"{_noun(new)} `{source}` is now called `{name}`, at {here.address}.")
    yield Located(Difference(here.address, "renamed", source, name, sentence), here, old, new)
    called = {join(here.address, key) for key in ("id", "value")}
    yield from (one for one in _shapes(old, new, here.address) if one.difference.address not in called)


def _used_blocks(old: Bundle, new: Bundle) -> Iterator[Located]:
    """Compare what stands in the blocks that both use, at the addresses where they are used."""
    before = {use.use.partition("@")[0]: use.use for _, use in uses(old.pattern)}
    for address, use in uses(new.pattern):
        source = before.get(use.use.partition("@")[0], "")
        if source in old.blocks and use.use in new.blocks:
            yield from _used_block(old.blocks[source], new.blocks[use.use], address, use.use)


def _used_block(old: Block, new: Block, address: str, name: str) -> Iterator[Located]:
    yield from _lists(old.ask, new.ask, At(join(address, "ask"), "ask", old, new))
    yield from _lists(old.settings, new.settings, At("settings", "settings", old, new))
    elsewhere = (f"blocks.{name}.ask", f"blocks.{name}.settings")
    for one in _shapes(old, new, f"blocks.{name}"):
        if not one.difference.address.startswith(elsewhere):
            yield one


def _unused(bundle: Bundle) -> dict[str, Block]:
    """Return the copies of blocks that are not compared where they are used, by name and version."""
    used = {use.use for _, use in uses(bundle.pattern)}
    return {name: block for name, block in bundle.blocks.items() if name not in used}


def _copies(old: Mapping[str, Block], new: Mapping[str, Block]) -> Iterator[Located]:
    for name in sorted({*old, *new}):
        yield from _values(old.get(name), new.get(name), At(f"blocks.{name}", "blocks"))


def _maps(old: Mapping[str, Any], new: Mapping[str, Any], at: At) -> Iterator[Located]:
    for name in sorted({*old, *new}):
        before, after, here = old.get(name), new.get(name), at.entry(name)
        if isinstance(before, Shape) and isinstance(after, Shape):
            yield from _shapes(before, after, here.address)
        elif isinstance(before, Message) and isinstance(after, Message):
            yield from _shapes(before.head, after.head, here.address)
            yield from _values(before.text, after.text, At(join(here.address, "text"), "message text"))
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


def _values(old: Any, new: Any, at: At) -> Iterator[Located]:
    if old == new:
        return
    if _is_nothing(old) or _is_nothing(new):
        yield _one("added" if _is_nothing(old) else "removed", at, old, new)
        return
    before, after = _out(old), _out(new)
    was, now = shown_apart(before, after)
    sentence = f"{at.address} was {was} and is now {now}."
    yield Located(Difference(at.address, "changed", before, after, sentence), at, old, new)


def _one(kind: Kind, at: At, old: Any, new: Any) -> Located:
    part, address = new if kind == "added" else old, at.address
    what = f"{_noun(part)} `{name_of(part, 0)}`" if _noun(part) and hasattr(part, "id") else _noun(part) or "it"
    value = "" if isinstance(part, Shape | Message) else f": {shown(_out(part))}"
    subject = f"{what} at {address}" if what != "it" else address
    sentence = _sentence_case(f"{subject} was {kind}{value}.")
    return Located(Difference(address, kind, _out(old), _out(new), sentence), at, old, new)


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


def _sentence_case(sentence: str) -> str:
    first = sentence.partition(" ")[0]
    return sentence if "." in first else sentence[:1].upper() + sentence[1:]


@dataclass(frozen=True, slots=True)
class _Question:
    """A question, or the use of a block, that went from a page or came to one, alone or with the whole page."""

    question: Asked | Use
    at: At


def _moves_between_lists(found: Sequence[Located]) -> Iterator[Located]:
    """Say once, as a move, what was taken from one list and put into another with the same id (or `was`) and type."""
    gone = [each for one in found if one.difference.kind == "removed" for each in _questions(one, one.old)]
    moves: dict[str, tuple[_Question, _Question]] = {}
    for here in (each for one in found if one.difference.kind == "added" for each in _questions(one, one.new)):
        start = next((each for each in gone if _is_same(each.question, here.question)), None)
        if start is not None:
            gone.remove(start)
            moves[here.at.address] = start, here
    left = {start.at.address for start, _ in moves.values()}
    for one in found:
        address, kind = one.difference.address, one.difference.kind
        if kind == "removed" and address in left:
            continue
        if kind != "added" or address not in moves:
            yield one
        for each in _questions(one, one.new) if kind == "added" else ():
            if each.at.address in moves:
                yield from _move(*moves[each.at.address])


def _questions(one: Located, part: Any) -> Iterator[_Question]:
    if isinstance(part, Asked | Use):
        yield _Question(part, one.at)
    elif isinstance(part, Step):
        for entry in part.ask:
            yield _Question(entry, At(join(one.difference.address, "ask", entry.id), "ask", part, part))


def _is_same(old: Asked | Use, new: Asked | Use) -> bool:
    if isinstance(old, Use) and isinstance(new, Use):
        return old.use.partition("@")[0] == new.use.partition("@")[0]
    return type(old) is type(new) and (old.id == new.id or old.id in new.was)


def _move(start: _Question, here: _Question) -> Iterator[Located]:
    old, new, address = start.question, here.question, here.at.address
    at = At(address, "ask", start.at.old, here.at.new)
    sentence = f"{_noun(old).capitalize()} `{old.id}` moved from {start.at.address} to {address}."
    yield Located(Difference(address, "moved", written(old), written(new), sentence), at, old, new)
    yield from _kept(old, new, old.id, at)
