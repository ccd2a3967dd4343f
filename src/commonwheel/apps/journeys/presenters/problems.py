"""What stands in the way, and what to do next."""

from django.utils.translation import gettext as _

from commonwheel.apps.journeys.presenters.pages import ProblemPage


def not_here(start_url: str) -> ProblemPage:
    """Return the page for a journey that does not open with what was given."""
    return ProblemPage(
        title=_("You cannot carry on from here"),
        words=(
            _("What you entered is only shown on the device and browser that you started on."),
            _("If you saved a link to come back with, open that link. It works on any device."),
            _("If your browser refuses cookies, allow them for this site and start again."),
        ),
        link_url=start_url,
        link_text=_("Start again"),
    )


def expired(start_url: str) -> ProblemPage:
    """Return the page for a journey whose time is over."""
    return ProblemPage(
        title=_("The time to finish this is over"),
        words=(_("We keep what you enter for 28 days. After that we delete it, to protect your information."),),
        link_url=start_url,
        link_text=_("Start again"),
    )


def link_not_good(home_url: str) -> ProblemPage:
    """Return the page for a link that opens nothing."""
    return ProblemPage(
        title=_("This link does not work"),
        words=(
            _("It may have been copied only in part, or its 28 days are over."),
            _("Copy the whole link and try again, or start again."),
        ),
        link_url=home_url,
        link_text=_("See all services"),
    )


def service_missing(home_url: str) -> ProblemPage:
    """Return the page for a service that the council does not offer."""
    return ProblemPage(
        title=_("We do not offer this service online"),
        words=(_("Check the address, or choose from the services that we offer. You can also phone us."),),
        link_url=home_url,
        link_text=_("See all services"),
    )


def page_missing(on_url: str) -> ProblemPage:
    """Return the page for an address inside a journey that is no page of it."""
    return ProblemPage(
        title=_("There is no such page"),
        words=(_("Nothing you entered is lost."),),
        link_url=on_url,
        link_text=_("Carry on where you were"),
    )


def too_busy(on_url: str) -> ProblemPage:
    """Return the page for answers that were changed elsewhere too often to be stored."""
    return ProblemPage(
        title=_("Your answers were changed somewhere else"),
        words=(_("You may have this open twice. Close one of them, then carry on."),),
        link_url=on_url,
        link_text=_("Carry on where you were"),
    )


def fee_unknown(back_url: str) -> ProblemPage:
    """Return the page for answers whose cost cannot be worked out."""
    return ProblemPage(
        title=_("We cannot work out what this costs"),
        words=(_("Your answers are saved. Phone us and we will help."),),
        link_url=back_url,
        link_text=_("Check your answers"),
    )
