"""What jobs, commands and other apps may use of journeys."""

from commonwheel.apps.journeys.actions.answering import KEPT_FOR, JourneyMoved, Started, start_journey, sweep_expired
from commonwheel.apps.journeys.actions.sending import AnswersChanged, JourneyNotComplete, send
from commonwheel.apps.journeys.queries import JourneyExpired, JourneyNotHere, OpenJourney, get_journey

__all__ = [
    "KEPT_FOR",
    "AnswersChanged",
    "JourneyExpired",
    "JourneyMoved",
    "JourneyNotComplete",
    "JourneyNotHere",
    "OpenJourney",
    "Started",
    "get_journey",
    "send",
    "start_journey",
    "sweep_expired",
]
