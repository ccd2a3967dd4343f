"""Which council it is for: said, asked, or left to somebody else, each with the reason."""

from django.utils.translation import gettext as _

from commonwheel.apps.journeys.presenters.pages import CouncilChoice, CouncilPage
from commonwheel.apps.journeys.presenters.script import asking_script, onward_script, signpost_script
from commonwheel.apps.journeys.queries import Holder, Holding
from commonwheel.core.places.responsibility import Candidate
from commonwheel.design.authorities import name_of, why
from commonwheel.design.fields import FieldError
from commonwheel.design.frame import Link
from commonwheel.foundation.councils import CouncilView

UNSURE = "unsure"
"""In the form: the resident does not know which of the councils it is."""
FIELD = "council"


def asking_page(
    holding: Holding,
    council: CouncilView,
    *,
    language: str,
    back_url: str,
    own_phone: str,
    is_spoken: bool,
    error: str = "",
) -> CouncilPage:
    """Return the page on which a resident chooses among the councils that it may be for."""
    # A reason that is the same for all helps nobody to choose.
    differ = len({each.found.reason for each in holding.holders if each.found}) > 1
    choices = [
        CouncilChoice(each.key, holder_name(each, language), why(each.found.reason) if differ and each.found else "")
        for each in holding.holders
    ]
    if not holding.is_place_known or holding.own:
        name = council.name_in(language)
        choices.append(CouncilChoice(UNSURE, _("I do not know"), _("%(council)s finds out.") % {"council": name}))
    words = _asking_words(holding)
    return CouncilPage(
        title=_("Which council is it for?"),
        words=words,
        back_url=back_url,
        choices=tuple(choices),
        goes_on=_("Continue"),
        own_phone=own_phone,
        error=error,
        errors=(FieldError(FIELD, error),) if error else (),
        say=asking_script(words[0], (one.name for one in choices)) if is_spoken else (),
    )


def telling_page(
    holder: Holder, *, language: str, can_go_on: bool, back_url: str, own_phone: str, is_entered: bool, is_spoken: bool
) -> CouncilPage:
    """
    Return the page that says whose it is: with a button to go on there, or as a plain signpost.

    Args:
        is_entered: whether an officer reads it, who enters it for somebody; `is_spoken` whether that person hears it.
    """
    name, found = holder_name(holder, language), holder.found
    signpost = not can_go_on
    title, because = _("This goes to %(name)s") % {"name": name}, why(found.reason) if found else ""
    phone = _phone(holder) if signpost else ""
    besides = _besides(found) if found and signpost else None
    return CouncilPage(
        title=title,
        words=(*((because,) if because else ()), *_next_words(name, can_go_on=can_go_on, is_entered=is_entered)),
        back_url=back_url,
        law=found.law if found else "",
        law_url=found.law_page if found else "",
        goes_on=_("Continue with %(name)s") % {"name": name} if can_go_on else "",
        page_url=_page_url(holder) if signpost else "",
        page_name=name,
        phone=phone,
        own_phone=own_phone,
        besides=besides,
        say=_telling_script(title, because, name, phone, besides=besides, goes_on=can_go_on) if is_spoken else (),
    )


def _telling_script(
    title: str, because: str, name: str, phone: str, *, besides: tuple[str, Link] | None, goes_on: bool
) -> tuple[str, ...]:
    if goes_on:
        return onward_script(title, because)
    said = signpost_script(title, because, name=name, phone=phone)
    return (*said, besides[0]) if besides else said


def _besides(found: Candidate) -> tuple[str, Link] | None:
    """Return who has the red routes of London, with the link to their page; None elsewhere."""
    body = next((each.authority for each in found.elsewhere if each.reason == "red-route"), None)
    if body is None:
        return None
    name = body.name.full
    words = _("On a red route it goes to %(name)s instead. Phone %(phone)s.") % {"name": name, "phone": body.phone}
    return words, Link(_("Report it to %(name)s") % {"name": name}, body.page)


def goes_to(holding: Holding | None, council: CouncilView, *, language: str) -> tuple[str, ...]:
    """Return which council it goes to, and why; () where nothing decides it."""
    if holding is None:
        return ()
    says = _("This goes to %(name)s.") % {"name": council.name_in(language)}
    if holding.certain is not None and holding.certain.found is not None:
        return (says, why(holding.certain.found.reason))
    if not holding.is_place_known:
        return (says, _("We could not tell from your words whether the place is in its area."))
    return (says, _("You chose it: the place is near the border of councils, or more than one of them has this duty."))


def holder_name(holder: Holder, language: str) -> str:
    """Return the name of a council or a national body."""
    if holder.council is not None:
        return holder.council.name_in(language)
    return name_of(holder.authority) if holder.authority else _("another council")


def _asking_words(holding: Holding) -> tuple[str, ...]:
    if not holding.is_place_known:
        return (
            _("We cannot tell from your words where this is."),
            _("Go back and give a postcode nearby, or choose the council if you know it."),
        )
    if all(each.found and each.found.reason == "either" for each in holding.holders):
        return (_("Both councils of this place can have this duty. Choose the one that looks after it."),)
    return (
        _("The place is near the border of these councils, and we cannot tell on which side it is."),
        _("Choose the one it lies in, or go back and give another postcode nearby."),
    )


def _next_words(name: str, *, can_go_on: bool, is_entered: bool) -> tuple[str, ...]:
    if can_go_on and is_entered:
        return (
            _("You go on with %(name)s from here, and it is sent there. What you typed is kept.") % {"name": name},
            _("You get the reference to give to the person. After that only %(name)s sees the request.")
            % {"name": name},
        )
    if can_go_on:
        return (
            _("You go on with %(name)s from here. What you typed is kept, and you send it there.") % {"name": name},
        )
    return (_("You cannot send it from here. What you typed was not sent to anybody."),)


def _page_url(holder: Holder) -> str:
    if holder.council is not None and holder.council.website:
        return holder.council.website
    return (
        holder.authority.page if holder.authority and holder.authority.page else "https://www.gov.uk/find-local-council"
    )


def _phone(holder: Holder) -> str:
    if holder.council is not None:
        return holder.council.phone
    return holder.authority.phone if holder.authority else ""
