"""How the catalogue calls things."""

import datetime as dt

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext as _

from commonwheel.design.moments import day


def kind_words(kind: str) -> str:
    """Return what something that is shared is."""
    words = {"pattern": _("Shared service"), "block": _("Set of questions"), "connector": _("Connector")}
    return words.get(kind, kind)


def publisher_kind_words(kind: str) -> str:
    """Return what a publisher is; "" where it does not say."""
    words = {
        "council": _("Council"), "combined-authority": _("Combined authority"), "partnership": _("Partnership"),
        "nation": _("National body"), "sector-body": _("Body of the sector"), "supplier": _("Supplier"),
    }  # fmt: skip
    return words.get(kind, "")


def state_words(state: str) -> str:
    """Return what has become of a version; "" where it is offered."""
    words = {
        "deprecated": _("No longer recommended"), "withdrawn": _("Withdrawn by its publisher"),
        "quarantined": _("Stopped by the shared library"),
    }  # fmt: skip
    return words.get(state, "")


def state_colour(state: str) -> str:
    """Return the colour of the state's tag."""
    return {"deprecated": "yellow", "withdrawn": "red", "quarantined": "red"}.get(state, "grey")


def state_since(state: str, since: dt.date | None) -> str:
    """Return the state with the day since which it holds; "" where it is offered."""
    words = state_words(state)
    return _("%(state)s on %(day)s") % {"state": words, "day": day(since)} if words and since else words


def weight_words(weight: str) -> str:
    """Return how much of a change a version is."""
    words = {
        "patch": _("Corrections only"), "minor": _("Additions: what was there goes on as it did"),
        "major": _("Changes that ask for a decision"), "": _("First version"),
    }  # fmt: skip
    return words.get(weight, "")


def offer_words(what: str) -> str:
    """Return what somebody offers to do."""
    words = {
        "host": _("Can host it"),
        "supply": _("Can supply it"),
        "support": _("Can support it"),
        "advise": _("Can advise"),
    }
    return words.get(what, what)


def language_words(code: str) -> str:
    """Return the name of a language in English."""
    try:
        return Locale.parse(code).get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code
