"""What jobs and commands may use of reports from other websites and apps."""

from commonwheel.apps.open311.actions.keys import end_key, give_key
from commonwheel.apps.open311.actions.reporting import forget_repeats
from commonwheel.apps.open311.queries import PartnerNotFound, PartnerView, Taken, list_partners, offers_of
from commonwheel.apps.open311.rules import MOST_A_MINUTE, PartnerCannotBe, new_key

__all__ = [
    "MOST_A_MINUTE",
    "PartnerCannotBe",
    "PartnerNotFound",
    "PartnerView",
    "Taken",
    "end_key",
    "forget_repeats",
    "give_key",
    "list_partners",
    "new_key",
    "offers_of",
]
