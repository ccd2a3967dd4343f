"""What jobs, commands and other apps may use of journeys."""

from commonwheel.apps.journeys.actions.answering import KEPT_FOR, JourneyMoved, Started, start_journey, sweep_expired
from commonwheel.apps.journeys.actions.previewing import NotAPreview, begin_with, move_to
from commonwheel.apps.journeys.actions.sending import AnswersChanged, JourneyNotComplete, send
from commonwheel.apps.journeys.queries import JourneyExpired, JourneyNotHere, OpenJourney, count_started, get_journey

__all__ = [
    "KEPT_FOR",
    "AnswersChanged",
    "JourneyExpired",
    "JourneyMoved",
    "JourneyNotComplete",
    "JourneyNotHere",
    "NotAPreview",
    "OpenJourney",
    "Started",
    "begin_with",
    "count_started",
    "get_journey",
    "move_to",
    "send",
    "start_journey",
    "sweep_expired",
]
