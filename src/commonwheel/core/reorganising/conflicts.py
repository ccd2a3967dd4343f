"""What conflicts where several councils bring the same service, field by field, with each council's value."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from commonwheel.core.reorganising.fields import Field, FieldKind
from commonwheel.core.reorganising.running import Run, Running
from commonwheel.core.reorganising.sentences import listed, quoted

ConflictKind = FieldKind | Literal["version", "address", "system"]
Brought = Sequence[tuple[Running, Run]]


@dataclass(frozen=True, slots=True)
class Conflict:
    """
    One thing that councils have otherwise than each other.

    Attributes:
        kind: of a field; or the version, the place in addresses, or the system in which requests are worked.
        what: it is about, in the words an officer reads.
        address: of the field; "" for the others.
        values: by the id of the council; "" where it has nothing there.
        decided: what the new council has, where it has set the service up; None while it has not, or settles it.
        drafted: what its draft has while it settles it; None where it has none.
        says: all of it in a sentence.
    """

    kind: ConflictKind
    what: str
    address: str
    values: Mapping[str, str]
    decided: str | None
    says: str
    drafted: str | None = None


def conflicts_of(brought: Brought, taker: Run | None) -> tuple[Conflict, ...]:
    """
    Return what conflicts among councils that bring one service.

    Args:
        taker: the service as the new council has set it up; None while it has not.
    """
    return (*_wholes(brought, taker), *_fields(brought, taker))


def same_place(parts: Sequence[Running]) -> tuple[Conflict, ...]:
    """Return the places in addresses at which councils have different services."""
    slugs = sorted({run.slug for part in parts for run in part.services})
    found = []
    for slug in slugs:
        at = [(part, run) for part in parts for run in part.services if run.slug == slug]
        values = {part.id: run.pattern for part, run in at}
        if len(set(values.values())) > 1:
            names = {part.id: part.name for part, _ in at}
            what = f"The address /{slug}/"
            found.append(Conflict("address", what, "", values, None, _sentence(what, values, names, None)))
    return tuple(found)


# Private


def _wholes(brought: Brought, taker: Run | None) -> Iterator[Conflict]:
    names = {part.id: part.name for part, _ in brought}
    wholes: tuple[tuple[ConflictKind, str, Callable[[Run], str | None]], ...] = (
        ("version", "The version", lambda run: run.version),
        ("address", "Its place in addresses", lambda run: run.slug),
        ("system", "The system where requests are worked", lambda run: run.route.says if run.route else None),
    )
    for kind, what, read in wholes:
        values = {part.id: read(run) or "" for part, run in brought}
        if len(set(values.values())) > 1:
            decided = read(taker) if taker else None
            yield Conflict(kind, what, "", values, decided, _sentence(what, values, names, decided))


def _fields(brought: Brought, taker: Run | None) -> Iterator[Conflict]:
    names = {part.id: part.name for part, _ in brought}
    for address in dict.fromkeys(address for _, run in brought for address in run.fields):
        fields = {part.id: run.fields.get(address) for part, run in brought}
        values = {council: each.value if each else "" for council, each in fields.items()}
        if len(set(values.values())) > 1:
            first = next(each for each in fields.values() if each)
            decided = _value(taker.fields, address) if taker and taker.is_decided else None
            drafted = _value(taker.drafted, address) if taker and taker.drafted and decided is None else None
            says = _sentence(first.what, values, names, decided, drafted)
            yield Conflict(first.kind, first.what, address, values, decided, says, drafted)


def _value(fields: Mapping[str, Field], address: str) -> str:
    return fields[address].value if address in fields else ""


def _sentence(
    what: str, values: Mapping[str, str], names: Mapping[str, str], decided: str | None, drafted: str | None = None
) -> str:
    """Return, say, “Opening hours” is “9 to 5” at A and C, and “8 to 4” at B."""
    having: dict[str, list[str]] = {}
    for council, value in values.items():
        having.setdefault(value, []).append(names[council])
    said = listed([f"{quoted(value)} at {listed(at)}" for value, at in having.items()])
    after = "" if decided is None else f" The new council has {quoted(decided)}."
    return f"{what} is {said}.{after}" + ("" if drafted is None else f" The new council's draft has {quoted(drafted)}.")
