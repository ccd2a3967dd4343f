"""The service a case follows: the effective pattern that it pinned."""

from functools import lru_cache

from commonwheel.apps.services import api as services
from commonwheel.core.patterns.effective import Effective


@lru_cache(maxsize=512)
def effective_of(digest: str) -> Effective:
    """Return the effective pattern with this digest. It never changes, so each process reads it once."""
    return services.get_programme(digest).effective
