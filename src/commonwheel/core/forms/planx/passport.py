"""What PlanX has noted by a node, and which choices it makes itself by it.

Source: `computePassport`, `autoAnswerableOptions` and `handleSetValue` of PlanX. A question is not put to people where
what was noted under its name begins with the value of a choice; nor, where nothing noted does, if it has a choice
without a value and either something is noted or every value of it was on offer before. Of planning constraints the
exact value counts, and one that was looked up and does not apply stands for the choice without a value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from commonwheel.core.forms.planx.logic import Logic, TooMany
from commonwheel.core.forms.planx.needs import Needs, Place
from commonwheel.core.forms.terms import FALSE, TRUE, Term, negated

MOST_WRITES = 2_000


@dataclass(frozen=True, slots=True)
class Write:
    """
    Something noted.

    Attributes:
        value: what; None for nothing, which only takes away.
        when: the condition under which it is.
        replaces: whether what was noted before is gone then.
        beside: whether it stands beside what it goes on from, or that goes on from it, as what is set may.
    """

    value: str | None
    when: Term
    replaces: bool = False
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """Values that were on offer to everybody who came by, and who did."""

    values: frozenset[str]
    when: Term


@dataclass(slots=True)
class Notes:
    """What is noted under one name so far, and was on offer; `unknown` where it cannot be told."""

    writes: list[Write] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    unknown: str = ""
    queried: frozenset[str] = frozenset()
    queried_when: Term = FALSE

    def under(self, place: Place, needs: Needs) -> "Notes":
        """
        Return what of it matters where so much is known.

        Raises:
            TooMany: more was noted than can be looked through.
        """
        if len(self.writes) > MOST_WRITES or len(self.offers) > MOST_WRITES:
            raise TooMany
        writes = [Write(one.value, needs.under(one.when, place), one.replaces, one.beside) for one in self.writes]
        offers = [Offer(one.values, needs.under(one.when, place)) for one in self.offers]
        return Notes(
            [one for one in writes if one.when != FALSE],
            [one for one in offers if one.when != FALSE],
            self.unknown,
            self.queried,
            needs.under(self.queried_when, place),
        )


@dataclass(frozen=True, slots=True)
class Picks:
    """When PlanX makes each choice itself, by its id, and when it makes any."""

    by_choice: Mapping[str, Term]
    any: Term


@dataclass(frozen=True, slots=True)
class Option:
    """A choice: its id, and the value that is noted with it; "" for none."""

    id: str
    value: str


def picks(notes: Notes, options: Sequence[Option], logic: Logic, *, single: bool, exact: bool, blank: bool) -> Picks:
    """
    Return the choices that are made for people.

    Args:
        single: whether one choice is made, the first that fits of those with the most dots.
        exact: whether values must be the same, as those of planning constraints.
        blank: whether the choice without a value is made where no other is, whatever was noted.

    Raises:
        TooMany: the conditions are too many to be written.
    """
    live = _live(notes.writes, logic)
    ranked = sorted((one for one in options if one.value), key=lambda one: -one.value.count("."))
    fits = {one.id: _holds(live, one.value, logic, exact=exact) for one in ranked}
    found: dict[str, Term] = {}
    before: list[Term] = []
    for one in ranked:
        if single:
            found[one.id] = logic.all_of(fits[one.id], *map(negated, before))
            before.append(fits[one.id])
        elif exact:
            found[one.id] = fits[one.id]
        else:
            same = _same(live, one.value, logic, notes)
            longer = FALSE if same == fits[one.id] else logic.all_of(fits[one.id], *map(negated, before))
            found[one.id] = logic.any_of([same, longer])
            before.append(same)
    fitting = logic.any_of(fits.values())
    without = next((one.id for one in options if not one.value), None)
    if without is None:
        return Picks(found, fitting)
    seen = TRUE if blank else _seen(notes, ranked, logic)
    noted = logic.any_of(when for _, when in live)
    if exact:
        looked = notes.queried_when if any(one.value in notes.queried for one in ranked) else FALSE
        rest = logic.all_of(negated(fitting), logic.any_of([looked, seen]))
        return Picks(found | {without: rest}, logic.any_of([fitting, looked, seen]))
    rest = logic.any_of([logic.all_of(noted, negated(fitting)), logic.all_of(negated(noted), seen)])
    return Picks(found | {without: rest}, logic.any_of([noted, seen]))


def noted(notes: Notes, value: str, logic: Logic) -> Term:
    """Return when just this value is noted. Raises TooMany."""
    return _same(_live(notes.writes, logic), value, logic, notes)


# Private


def _live(writes: Sequence[Write], logic: Logic) -> list[tuple[str, Term]]:
    """Return what is noted now, and when; what was replaced since is not."""
    found: list[tuple[str, Term]] = []
    left: Term = TRUE
    for write in reversed(writes):
        if write.value is not None and (when := logic.all_of(write.when, left)) != FALSE:
            found.append((write.value, when))
        if write.replaces:
            left = logic.all_of(left, negated(write.when))
        if left == FALSE:
            break
    return found


def _holds(live: Sequence[tuple[str, Term]], value: str, logic: Logic, *, exact: bool) -> Term:
    return logic.any_of(when for noted, when in live if (noted == value if exact else noted.startswith(value)))


def _same(live: Sequence[tuple[str, Term]], value: str, logic: Logic, notes: Notes) -> Term:
    """Return when just this value is noted: one that goes on from it takes its place. Raises TooMany."""
    longer = [when for noted, when in live if noted != value and noted.startswith(value)]
    if longer and any(write.beside for write in notes.writes):
        raise TooMany
    return logic.all_of(_holds(live, value, logic, exact=True), *map(negated, longer))


def _seen(notes: Notes, options: Sequence[Option], logic: Logic) -> Term:
    """Return when every value was on offer before."""
    if not options:
        return logic.any_of([*(one.when for one in notes.offers), *(one.when for one in notes.writes)])
    return logic.all_of(
        *(logic.any_of(offer.when for offer in notes.offers if one.value in offer.values) for one in options)
    )
