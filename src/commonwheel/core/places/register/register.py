"""The register: who is in being on a day, who followed whom, and whose area lies in whose."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from commonwheel.core.places.register.authority import LOWEST, Authority, Kind, Part, Power
from commonwheel.core.problems import Failure

_MOST_KEPT = 4_096


class AuthorityIsUnknown(Failure):
    """Neither an id nor a code of the register."""

    def __init__(self, given: str) -> None:
        super().__init__(
            f"The register has no authority {given!r}. Give its id, such as surrey, or its GSS code, such as E10000030."
        )
        self.given = given


@dataclass(frozen=True, slots=True)
class Standing:
    """
    The authorities of one area on one day.

    Attributes:
        lowest: the district, unitary, metropolitan district or London borough.
        above: every other authority in whose area that lies, by id.
    """

    lowest: Authority
    above: tuple[Authority, ...]

    def of_kind(self, kind: Kind, *, on: dt.date) -> Authority | None:
        """Return the authority of a kind that serves the area; None where there is none, or none is known."""
        return next((each for each in (self.lowest, *self.above) if each.kind_on(on) == kind), None)


class Register:
    """All authorities, with their parts and powers."""

    def __init__(
        self,
        authorities: Iterable[Authority],
        parts: Iterable[Part] = (),
        powers: Iterable[Power] = (),
        *,
        as_of: dt.date,
    ) -> None:
        """
        Index them.

        Args:
            as_of: the day on which the sources were last looked at.

        Raises:
            RegisterContradictsItself: an id or a code stands twice, or something names an id that is not there.
        """
        self.as_of = as_of
        self.authorities: Mapping[str, Authority] = MappingProxyType(_once(authorities))
        self.parts, self.powers = tuple(parts), tuple(powers)
        self._by_code = _by_code(self.authorities.values())
        self._over: dict[str, list[Part]] = defaultdict(list)
        self._under: dict[str, list[Part]] = defaultdict(list)
        self._before: dict[str, list[str]] = defaultdict(list)
        for part in self.parts:
            self._over[self._known(part.part)].append(part)
            self._under[self._known(part.whole)].append(part)
        for each in self.authorities.values():
            for follower in each.into:
                self._before[self._known(follower)].append(each.id)
        for power in self.powers:
            self._known(power.holder)
        # Each duty of a place asks for the same; a place is asked again on the same day.
        self._standing = lru_cache(_MOST_KEPT)(self._find_standing)

    def find(self, given: str) -> Authority | None:
        """Return an authority by its id or one of its codes, of any day; None for another text."""
        return self.authorities.get(given) or self._by_code.get(given)

    def get(self, given: str) -> Authority:
        """
        Return an authority by its id or one of its codes, of any day.

        Raises:
            AuthorityIsUnknown: there is none.
        """
        found = self.find(given)
        if found is None:
            raise AuthorityIsUnknown(given)
        return found

    def in_being(self, on: dt.date, *, kinds: frozenset[Kind] | None = None) -> tuple[Authority, ...]:
        """Return the authorities of some kinds (None: of all) that are in being on a day, by id."""
        return tuple(
            each
            for each in self.authorities.values()
            if each.days.hold(on) and (kinds is None or each.kind_on(on) in kinds)
        )

    def followers(self, authority: Authority) -> tuple[Authority, ...]:
        """Return those that followed it at its end."""
        return tuple(self.authorities[each] for each in authority.into)

    def forerunners(self, authority: Authority) -> tuple[Authority, ...]:
        """Return those that it followed, by id."""
        return tuple(self.authorities[each] for each in sorted(self._before[authority.id]))

    def parts_of(self, authority: Authority, *, on: dt.date) -> tuple[Authority, ...]:
        """Return those whose area was directly a part of its own on a day, by id."""
        parts = (each for each in self._under[authority.id] if not each.is_partly and each.days.hold(on))
        found = (self.authorities[each.part] for each in parts)
        return tuple(sorted((each for each in found if each.days.hold(on)), key=lambda each: each.id))

    def over(self, authority: Authority, *, on: dt.date) -> tuple[Authority, ...]:
        """Return every authority of which its area is a part on a day, directly or through another, by id."""
        seen: dict[str, Authority] = {}
        waiting = [authority.id]
        while waiting:
            for part in self._over[waiting.pop()]:
                whole = self.authorities[part.whole]
                holds = not part.is_partly and part.days.hold(on) and whole.days.hold(on)
                if holds and whole.id not in seen:
                    seen[whole.id] = whole
                    waiting.append(whole.id)
        return tuple(seen[each] for each in sorted(seen))

    def partly_over(self, authority: Authority, *, kind: Kind, on: dt.date) -> tuple[Authority, ...]:
        """Return the authorities of a kind in whose area some of its own lies on a day, by id."""
        parts = (each for each in self._over[authority.id] if each.is_partly and each.days.hold(on))
        found = (self.authorities[each.whole] for each in parts)
        return tuple(
            sorted(
                (each for each in found if each.days.hold(on) and each.kind_on(on) == kind), key=lambda each: each.id
            )
        )

    def standing(self, code: str, *, on: dt.date) -> tuple[Standing, ...]:
        """
        Return who serves the area of a code on a day.

        The code says where the place is, as a table of another day has it: that of a district or of an area with one
        council, or of a county. Forwards the area goes to who followed; backwards to who was there before.

        Returns:
            One where that is certain; several, by id, where the place lies in one of them; none for an unknown code.
        """
        return self._standing(code, on)

    def powers_over(self, standing: Standing, *, duty: str, on: dt.date) -> tuple[Power, ...]:
        """Return the powers of a duty that authorities above the councils of an area have on a day."""
        holders, councils = (
            {each.id for each in standing.above},
            {standing.lowest.id, *(each.id for each in standing.above)},
        )
        held = (each for each in self.powers if each.duty == duty and each.holder in holders and each.days.hold(on))
        return tuple(each for each in held if councils.isdisjoint(each.outside))

    def _find_standing(self, code: str, on: dt.date) -> tuple[Standing, ...]:
        start = self._by_code.get(code)
        if start is None:
            return ()
        if start.days.hold(on):
            found = {start.id: start}
        elif start.days.begins is not None and on < start.days.begins:
            found = self._reach(start, self.forerunners, on)
        else:
            found = self._reach(start, self.followers, on)
        # Of a county and its districts that came before, the districts say more.
        near = [each for each in found.values() if each.kind_on(on) in LOWEST] or list(found.values())
        lowest = {each.id: each for one in near for each in self._lowest(one, on)}
        return tuple(Standing(lowest[each], self.over(lowest[each], on=on)) for each in sorted(lowest))

    def _reach(
        self, start: Authority, step: Callable[[Authority], Iterable[Authority]], on: dt.date
    ) -> dict[str, Authority]:
        """Go from follower to follower (or back) until one is in being on the day."""
        seen, found, waiting = {start.id}, dict[str, Authority](), [start]
        while waiting:
            for each in step(waiting.pop()):
                if each.id in seen:
                    continue
                seen.add(each.id)
                if each.days.hold(on):
                    found[each.id] = each
                else:
                    waiting.append(each)
        return found

    def _lowest(self, authority: Authority, on: dt.date) -> Iterator[Authority]:
        """Yield the authority itself, or the lowest ones of a county's area."""
        if authority.kind_on(on) in LOWEST:
            yield authority
        else:
            yield from (each for each in self.parts_of(authority, on=on) if each.kind_on(on) in LOWEST)

    def _known(self, id_: str) -> str:
        if id_ not in self.authorities:
            raise RegisterContradictsItself(f"something names {id_!r}, which is not in it")
        return id_


class RegisterContradictsItself(Failure):
    """The register's parts do not fit together."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The register of authorities cannot be used: {why}.")
        self.why = why


def _once(authorities: Iterable[Authority]) -> dict[str, Authority]:
    found: dict[str, Authority] = {}
    for each in sorted(authorities, key=lambda each: each.id):
        if each.id in found:
            raise RegisterContradictsItself(f"the id {each.id!r} stands twice")
        found[each.id] = each
    return found


def _by_code(authorities: Iterable[Authority]) -> dict[str, Authority]:
    found: dict[str, Authority] = {}
    for each in authorities:
        for code in each.codes:
            other = found.setdefault(code.value, each)
            if other is not each:
                raise RegisterContradictsItself(f"the code {code.value} is of {other.id} and of {each.id}")
    return found
