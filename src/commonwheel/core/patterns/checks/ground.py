"""Checks of the ground a service stands on: duty and need, personal data and how long it is kept."""

from commonwheel.core.patterns.checks.questions import personal
from commonwheel.core.patterns.checks.subject import Subject
from commonwheel.core.patterns.model.keeping import Keep
from commonwheel.core.patterns.model.pattern import DutyCase
from commonwheel.core.patterns.running.facts import PERSONAL_TYPES
from commonwheel.core.places.duties import DUTIES

_DAYS = {"days": 1, "months": 30, "years": 365}


def check_duty(subject: Subject) -> None:
    """Note duties that do not exist, cannot be reached, or are decided too late; and needs that are not said."""
    pattern = subject.pattern
    if isinstance(pattern.duty, str):
        _check_known(subject, "duty", pattern.duty)
        if not pattern.need:
            subject.report("need-missing", "duty", found="")
        return
    if pattern.need:
        subject.report("need-twice", "need")
    for entry in pattern.duty:
        _check_known(subject, f"duty.{entry.id}.duty", entry.duty)
    _check_order(subject, pattern.duty)
    _check_asked_first(subject, pattern.duty)


def check_data(subject: Subject) -> None:
    """Note personal data without its ground, and times of keeping that cannot be."""
    data = subject.pattern.data
    if data is None:
        asked = next((each for each in subject.askings if each.question.type in PERSONAL_TYPES), None)
        asked = asked or next(personal(subject), None)
        if asked is not None:
            subject.report("data-missing", asked.address, found=asked.question.id)
        return
    _check_from(subject, "data.keep", data.keep)
    for asking in subject.askings:
        keep = getattr(asking.question, "keep", None)
        if keep is not None:
            _check_from(subject, f"{asking.address}.keep", keep)
            if keep.from_ == data.keep.from_ and _days(keep) > _days(data.keep):
                subject.report("keep-too-long", f"{asking.address}.keep", found=_days(keep))


def check_undecided(subject: Subject) -> None:
    """Note everything that somebody has still to decide."""
    spots = [spot.address for spot in subject.spots]
    there = {address[:end] for address in spots for end, letter in enumerate(f"{address}.") if letter == "."}
    for address, sentence in subject.pattern.undecided.items():
        if address in there:
            subject.report("undecided", address, found=sentence)
        else:
            subject.report("undecided-of-nothing", f"undecided.{address}", found=address)


# Private


def _check_known(subject: Subject, address: str, duty: str) -> None:
    if duty not in DUTIES:
        subject.report("unknown-duty", address, found=duty)


def _check_order(subject: Subject, duties: tuple[DutyCase, ...]) -> None:
    always = next((number for number, entry in enumerate(duties) if entry.when is None), None)
    if always is None:
        subject.report("duty-may-be-undecided", f"duty.{duties[-1].id}", found=duties[-1].id)
        return
    for entry in duties[always + 1 :]:
        subject.report("duty-never-reached", f"duty.{entry.id}", found=entry.id)


def _check_asked_first(subject: Subject, duties: tuple[DutyCase, ...]) -> None:
    """Note steps that come before the duty is decided and have no part in deciding it."""
    deciding = {
        subject.asked[name].step
        for entry in duties
        if entry.when is not None
        for name in subject.analysis(entry.when, subject.scope, "bool").names
        if name in subject.asked
    }
    for number in range(max(deciding, default=-1) + 1):
        if number not in deciding:
            step = subject.pattern.steps[number]
            subject.report("duty-asked-late", f"steps.{step.id}", found=step.id)


def _check_from(subject: Subject, address: str, keep: Keep) -> None:
    facts = set(subject.pattern.facts.values())
    facts |= {fact for asking in subject.askings if (fact := getattr(asking.question, "facts", None))}
    missing = (keep.from_ == "birthday" and "date-of-birth" not in facts) or (
        keep.from_ == "subscription-end" and subject.pattern.renew is None
    )
    if missing:
        subject.report("keep-from-nothing", address, found=keep.from_)


def _days(keep: Keep) -> int:
    """Return about how many days a time of keeping is; only lengths far apart are compared."""
    return sum((getattr(keep, unit) or 0) * days for unit, days in _DAYS.items())
