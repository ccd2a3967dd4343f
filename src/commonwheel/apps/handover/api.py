"""What other apps, the jobs and the commands may use of handing over."""

from commonwheel.apps.handover.actions.filing import sweep_daily_files
from commonwheel.apps.handover.actions.handing import NothingToTryAgain, hand_over, remove_handover, try_again
from commonwheel.apps.handover.actions.hearing import SaidOtherwise, Speaker, find_speaker, hear, was_handed_to
from commonwheel.apps.handover.actions.laying_out import Handed, HandedFile
from commonwheel.apps.handover.actions.setting import (
    NewDestination,
    Set,
    renew_secret,
    renew_token,
    set_destination,
)
from commonwheel.apps.handover.actions.sweeping import NOT_YET, NotYet, sweep_handovers
from commonwheel.apps.handover.queries import (
    DestinationView,
    HandoverView,
    count_undelivered,
    find_destination,
    find_handover,
    list_destinations,
    list_handed,
    list_undelivered,
)
from commonwheel.apps.handover.rules import DestinationCannotBe

__all__ = [
    "NOT_YET",
    "DestinationCannotBe",
    "DestinationView",
    "Handed",
    "HandedFile",
    "HandoverView",
    "NewDestination",
    "NotYet",
    "NothingToTryAgain",
    "SaidOtherwise",
    "Set",
    "Speaker",
    "count_undelivered",
    "find_destination",
    "find_handover",
    "find_speaker",
    "hand_over",
    "hear",
    "list_destinations",
    "list_handed",
    "list_undelivered",
    "remove_handover",
    "renew_secret",
    "renew_token",
    "set_destination",
    "sweep_daily_files",
    "sweep_handovers",
    "try_again",
    "was_handed_to",
]
