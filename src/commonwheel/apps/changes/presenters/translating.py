"""The translations of what residents read of a part, as boxes to type in."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from commonwheel.apps.changes.presenters.overview import of_one_page
from commonwheel.apps.changes.queries.drafts import Change
from commonwheel.core.layers.conflicts import key_spoken, spoken
from commonwheel.core.layers.tree import MESSAGES, Part
from commonwheel.core.patterns.reading.addresses import fields_of, join
from commonwheel.core.patterns.versions.digest import source_digest
from commonwheel.foundation.boxes import Field

CHECKED = "checked"
_ON_ONE_LINE = 80


def translation_fields(change: Change, part: Part, language: str) -> Iterator[tuple[str, str, Field]]:
    """Yield each text of a part, and of what is in it: its address, its words, and the box for its translation."""
    known = change.tree.translations.get(language, {})
    for inner in of_one_page(part):
        for attribute, name, key in fields_of(type(inner.shape)):
            words = getattr(inner.shape, attribute)
            if key.text and isinstance(words, str) and words and inner.key != MESSAGES:
                at = join(inner.address, name)
                entry = known.get(at)
                text = entry.text if entry is not None and isinstance(entry.text, str) else ""
                stale = entry is not None and entry.of != source_digest(words)
                yield at, words, _box(part, inner, name, words, text, stale=stale)


def checked_field() -> Field:
    """Return whether somebody who speaks the language has checked it all."""
    choices = (("no", _("No, not yet")), ("yes", _("Yes, and I put my name to that")))
    return Field(CHECKED, _("Has somebody who speaks Welsh checked these?"), "radios", value="no", choices=choices)


def _box(part: Part, inner: Part, name: str, words: str, text: str, *, stale: bool) -> Field:
    key = key_spoken(name).capitalize()
    hint = _("English: %(words)s") % {"words": words}
    return Field(
        name=f"{inner.address or part.name}.{name}",
        label=key if inner is part else _("%(key)s of %(part)s") % {"key": key, "part": spoken(inner)},
        kind="area" if len(words) > _ON_ONE_LINE or "\n" in words else "text",
        hint=f"{_('The English has changed since.')} {hint}" if stale else hint,
        value=text,
        is_required=False,
    )
