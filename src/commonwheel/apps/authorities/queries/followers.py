"""The councils that follow one that ended."""

import uuid
from collections.abc import Callable

from commonwheel.apps.authorities.queries.councils import find_council
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope


def find_at_followers(council: CouncilView, look: Callable[[uuid.UUID], object]) -> CouncilView | None:
    """
    Return the first of the councils that follow this one at which something is found; None for none.

    Args:
        look: called with each council's key within its scope; says what is there, None for nothing.
    """
    for slug in council.succession.followers if council.succession else ():
        follower = find_council(slug)
        if follower is None:
            continue
        with council_scope(follower.id):
            if look(follower.id) is not None:
                return follower
    return None
