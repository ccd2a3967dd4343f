"""The service a case follows: the effective pattern that it pinned."""

from commonwheel.apps.services import api as services
from commonwheel.core.patterns.versions.effective import Effective


def effective_of(digest: str) -> Effective:
    """
    Return the effective pattern with this digest; each process reads it once.

    Raises:
        EffectiveMissing: where none was kept, which the tables' own guards prevent.
    """
    return services.get_effective(digest)
