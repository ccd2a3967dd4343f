"""The service a case follows: the effective pattern that it pinned."""

from commonwheel.apps.services import api as services
from commonwheel.core.casework.settled import settled
from commonwheel.core.patterns.model.casework import Case
from commonwheel.core.patterns.model.nations import case_in
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.foundation.councils import CouncilView


def effective_of(digest: str) -> Effective:
    """
    Return the effective pattern with this digest; each process reads it once.

    Raises:
        EffectiveMissing: where none was kept, which the tables' own guards prevent.
    """
    return services.get_effective(digest)


def case_pattern(effective: Effective, council: CouncilView) -> Case:
    """Return what a service says about requests, as councils of this one's nation and with its settings have it."""
    return settled(case_in(effective.pattern.case, council.nation), effective.settings)
