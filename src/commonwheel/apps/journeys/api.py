"""What jobs, commands and other apps may use of journeys."""

from commonwheel.apps.journeys.actions.answering import KEPT_FOR, JourneyMoved, Started, start_journey, sweep_expired
from commonwheel.apps.journeys.actions.previewing import NotAPreview, begin_with, move_to
from commonwheel.apps.journeys.actions.sending import AnswersChanged, JourneyNotComplete, send
from commonwheel.apps.journeys.queries import (
    Holder,
    Holding,
    JourneyExpired,
    JourneyNotHere,
    OpenJourney,
    circumstances_of,
    count_started,
    duties_held,
    get_journey,
    who_holds,
)

__all__ = [
    "KEPT_FOR",
    "AnswersChanged",
    "Holder",
    "Holding",
    "JourneyExpired",
    "JourneyMoved",
    "JourneyNotComplete",
    "JourneyNotHere",
    "NotAPreview",
    "OpenJourney",
    "Started",
    "begin_with",
    "circumstances_of",
    "count_started",
    "duties_held",
    "get_journey",
    "move_to",
    "send",
    "start_journey",
    "sweep_expired",
    "who_holds",
]
