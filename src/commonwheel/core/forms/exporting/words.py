"""Words of a service as they stand elsewhere: with the values of settings in them, and dots for what an answer says."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from commonwheel.core.patterns.wording.words import ValueIsMissing, render_words

_HOLE = re.compile(r"\{\{[^}]*\}\}")
Saying = Callable[[Any], str]


def saying(settings: Mapping[str, Any]) -> Saying:
    """Return what turns a text of a service into plain words."""
    values = {f"settings.{name}": value for name, value in settings.items()}

    def said(text: Any) -> str:
        try:
            return render_words(text, values, "en")
        except ValueIsMissing:
            return _HOLE.sub("…", str(text))

    return said
