"""What an adviser says to somebody on the phone or at the counter, page by page."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from commonwheel.apps.journeys.presenters.wording import Wording
from commonwheel.apps.journeys.queries import OpenJourney
from commonwheel.design.fields import FieldView

SPOKEN = frozenset({"PHONE", "COUNTER"})


def is_spoken(journey: OpenJourney) -> bool:
    """Say whether an officer goes through it with somebody who hears them."""
    return journey.entered_by is not None and journey.channel in SPOKEN


def step_script(wording: Wording, fields: Sequence[FieldView], *, is_first: bool) -> tuple[str, ...]:
    """Return what to say on a page of questions: on the first one what the law wants said before anything is asked."""
    data = wording.effective.pattern.data
    law = [_("We ask for this under %(law)s.") % {"law": data.power}] if data and is_first else []
    notice = [_("The privacy notice on our website says how we use what you tell us.")] if is_first else []
    return (*law, *notice, *(line for field in fields if field.type != "show" for line in _asked(field)))


def check_script() -> tuple[str, ...]:
    """Return what to say before it is sent."""
    return (
        _("I will read back what you told me. Say if anything is not right."),
        _("By sending this you confirm that, as far as you know, the details you have given are correct."),
    )


def sent_script(reference: str, *, following: Sequence[str]) -> tuple[str, ...]:
    """Return what to say at the end: the reference letter by letter, and what follows."""
    spelled = ", ".join(" ".join(part) for part in reference.split("-"))
    said = _("Your reference is %(spelled)s. Please write it down. I can say it again.") % {"spelled": spelled}
    return (said, *(line for line in following if line))


def _asked(field: FieldView) -> Iterator[str]:
    question = field.label.strip()
    if question:
        yield question if question[-1] in "?.!" else _("Please tell me: %(question)s.") % {"question": question}
    if field.hint:
        yield field.hint
    if field.options:
        yield _("You can choose: %(choices)s.") % {"choices": "; ".join(one.label for one in field.options)}
    if field.optional:
        yield _("You need not answer this.")
