"""What an adviser says to somebody on the phone or at the counter, page by page."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from commonwheel.apps.journeys.presenters.wording import Wording
from commonwheel.apps.journeys.queries import OpenJourney
from commonwheel.design.fields import FieldView

SPOKEN = frozenset({"PHONE", "COUNTER"})
ENDS = frozenset("?.!")


def is_spoken(journey: OpenJourney) -> bool:
    """Say whether an officer goes through it with somebody who hears them."""
    return journey.is_entered and journey.channel in SPOKEN


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


def stop_script(title: str, text: Sequence[str], *, law: str, instead: str) -> tuple[str, ...]:
    """
    Return what to say where the service is not for them.

    Args:
        text: of the stop, line by line.
        law: why they cannot go on; "" where they can.
        instead: what another service is called that is for them; "" for none.
    """
    more = [_("You may want this instead: %(service)s.") % {"service": instead}] if instead else []
    on = _("This is the law: %(law)s.") % {"law": law} if law else _("If you think that this is wrong, I can go on.")
    return (_sentence(title), *text, *more, on)


def asking_script(reason: str, choices: Iterable[str]) -> tuple[str, ...]:
    """Return what to say where somebody has to choose the council that it is for."""
    return (
        reason,
        _("Which council is it for?"),
        _choices_words(choices),
        _("Or tell me a postcode nearby."),
    )


def signpost_script(title: str, reason: str, *, name: str, phone: str) -> tuple[str, ...]:
    """Return what to say where it is another's; `reason` and `phone` may be ""."""
    told = _("I cannot send it from here, and nothing was sent. Please report it to %(name)s.") % {"name": name}
    number = _("Their number is %(phone)s.") % {"phone": phone} if phone else ""
    return tuple(line for line in (_sentence(title), reason, told, number) if line)


def onward_script(title: str, reason: str) -> tuple[str, ...]:
    """Return what to say where it is another council's, and is sent there from here; `reason` may be ""."""
    onward = _("I can send it there for you now. Is that all right?")
    notice = _("The privacy notice on their website says how they use what you tell us.")
    return tuple(line for line in (_sentence(title), reason, onward, notice) if line)


def change_script(dropped: Iterable[str]) -> tuple[str, ...]:
    """Return what to say where a change makes answers needless."""
    gone = "; ".join(dropped)
    return (_("Because of this change I leave out what you told me about: %(questions)s.") % {"questions": gone},)


def sent_script(reference: str, *, following: Sequence[str]) -> tuple[str, ...]:
    """Return what to say at the end: the reference letter by letter, and what follows."""
    spelled = ", ".join(" ".join(part) for part in reference.split("-"))
    said = _("Your reference is %(spelled)s. Please write it down. I can say it again.") % {"spelled": spelled}
    return (said, *(line for line in following if line))


def _asked(field: FieldView) -> Iterator[str]:
    question = field.label.strip()
    if question:
        yield question if question[-1] in ENDS else _("Please tell me: %(question)s.") % {"question": question}
    if field.hint:
        yield field.hint
    if field.options:
        yield _choices_words(one.label for one in field.options)
    if field.optional:
        yield _("You need not answer this.")


def _choices_words(choices: Iterable[str]) -> str:
    return _("You can choose: %(choices)s.") % {"choices": "; ".join(choices)}


def _sentence(words: str) -> str:
    return words if words[-1:] in ENDS else f"{words}."
