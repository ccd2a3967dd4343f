"""A service that staff of its council try as a resident would, ready to print."""

from django.utils.translation import gettext as _

from commonwheel.apps.journeys.presenters.pages import ProblemPage


def trial_words() -> str:
    """Return what stands above every page of a trial."""
    return _("This is a trial. Nothing is sent.")


def trial_label() -> str:
    """Return what a screen reader calls that."""
    return _("Trial")


def trial_over(trial_url: str) -> ProblemPage:
    """Return where a trial ends: at what a resident would go on with."""
    return ProblemPage(
        title=_("Here the trial ends"),
        words=(
            _("A resident would go on from here: to a reference and a confirmation, a saved link, or another council."),
            _("Nothing was sent. What you answered is deleted within the hour."),
        ),
        link_url=trial_url,
        link_text=_("Back to the trial"),
        leaves_frame=True,
    )
