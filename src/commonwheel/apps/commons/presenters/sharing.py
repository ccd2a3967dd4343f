"""A version that is about to be shared, ready to print."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from commonwheel.apps.commons.presenters.words import language_words, weight_words
from commonwheel.apps.commons.queries.sharing import Looked
from commonwheel.design.components import Row
from commonwheel.design.markdown import html_of


@dataclass(frozen=True, slots=True)
class LookedPage:
    """What is in a version, what changes with it, and what is to be mended first."""

    title: str
    digest: str
    rows: tuple[Row, ...]
    changelog: Markup
    weight: str
    differs: tuple[tuple[str, str], ...]
    problems: tuple[tuple[str, str], ...]
    is_there: bool


def looked_page(looked: Looked) -> LookedPage:
    """Return the page on which somebody confirms."""
    rows = (
        Row(_("Shared as"), looked.full_name),
        Row(_("Version"), looked.version),
        Row(_("Follows version"), looked.before or _("None: this is the first")),
        Row(_("Languages"), ", ".join(language_words(code) for code in looked.languages)),
    )
    return LookedPage(
        title=looked.title,
        digest=looked.digest,
        rows=rows,
        changelog=html_of(looked.changelog, top=3),
        weight=weight_words(looked.weight),
        differs=tuple((sentence, why) for _weight, sentence, why in looked.differences),
        problems=tuple((one.file, one.help) for one in looked.problems),
        is_there=looked.is_there,
    )
