"""Which councils could adopt a shared service: those that have its duties today, and whether ours are among them."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwheel.core.patterns.model.pattern import Pattern
from commonwheel.core.places.duties import DUTIES
from commonwheel.core.places.register.authority import COUNCILS, Authority, Nation
from commonwheel.design.authorities import kind_words
from commonwheel.design.moments import day
from commonwheel.foundation.councils import CouncilView

_NATIONS: Mapping[Nation, object] = {
    "england": gettext_lazy("England"),
    "wales": gettext_lazy("Wales"),
    "scotland": gettext_lazy("Scotland"),
    "northern-ireland": gettext_lazy("Northern Ireland"),
}
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Adopters:
    """
    Who could adopt a shared service.

    Attributes:
        says: how many councils, for what, on which day, and what that rests on.
        rows: nation, kind and how many, also of bodies above the councils.
        here: a sentence on each council of this site, or one on all of them.
    """

    says: str
    rows: tuple[tuple[str, str, int], ...]
    here: tuple[str, ...]


def duties_of(pattern: Pattern) -> tuple[str, ...]:
    """Return the duties behind a service, those of our list, each once."""
    named = [pattern.duty] if isinstance(pattern.duty, str) else [case.duty for case in pattern.duty]
    return tuple(dict.fromkeys(duty for duty in named if duty in DUTIES))


def adopters(
    duties: Sequence[str], holders: Sequence[Authority], ours: Iterable[CouncilView], *, on: dt.date
) -> Adopters | None:
    """
    Return who could adopt a service of some duties; None where it has none of our list.

    Args:
        holders: who has them on the day, in the order of the rows.
        ours: the councils of this site.
    """
    if not duties:
        return None
    kinds = Counter((each.nation, each.kind_on(on)) for each in holders)
    says = _("%(count)s councils have this duty by law on %(day)s: %(duties)s.") % {
        "count": f"{sum(number for (_nation, kind), number in kinds.items() if kind in COUNCILS):,}",
        "day": day(on),
        "duties": "; ".join(DUTIES[duty].label for duty in duties),
    }
    rows = tuple((str(_NATIONS[nation]), kind_words(kind), number) for (nation, kind), number in kinds.items())
    codes = {code.value for each in holders for code in each.codes}
    return Adopters(says, rows, tuple(_here([(each.name, each.gss_code in codes) for each in ours if each.gss_code])))


def _here(ours: list[tuple[str, bool]]) -> list[str]:
    if len(ours) > _MOST_NAMED:
        counts = {"some": sum(has_it for _name, has_it in ours), "all": len(ours)}
        return [_("%(some)s of the %(all)s councils on this site are among them.") % counts]
    one, other = _("%(council)s, on this site, is one of them."), _("%(council)s, on this site, is not one of them.")
    return [(one if has_it else other) % {"council": name} for name, has_it in ours]
