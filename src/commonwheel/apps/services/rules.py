"""What a service must have before residents meet it."""

import hashlib
from collections.abc import Mapping, Sequence

import rfc8785

from commonwheel.core.layers.apply import undecided
from commonwheel.core.layers.tree import Layered
from commonwheel.core.problems import Failure


class SettingsAreUndecided(Failure):
    """
    A service cannot be live before the council has given the settings that each council decides for itself.

    Attributes:
        labels: of those settings, at least one.
    """

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = tuple(labels)
        super().__init__(f"Each council decides these settings for itself. Give them first: {'; '.join(labels)}.")


def require_decided(layered: Layered) -> None:
    """
    Hold a service to the settings that each council decides for itself (`decide` in the language).

    Raises:
        SettingsAreUndecided: where a layer leaves one as it is shared.
    """
    if missing := undecided(layered):
        raise SettingsAreUndecided([setting.label or setting.id for setting in missing])


def files_digest(files: Mapping[str, bytes]) -> str:
    """Return the digest under which the files of a shared service are kept: of the JSON of their texts by path."""
    texts = {path: data.decode() for path, data in files.items()}
    return hashlib.sha256(rfc8785.dumps(texts)).hexdigest()
