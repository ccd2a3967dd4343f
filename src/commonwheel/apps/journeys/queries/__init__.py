"""Reads journeys, and what their pages need to know of addresses."""

from commonwheel.apps.journeys.queries.circumstances import circumstances_of
from commonwheel.apps.journeys.queries.entered import Unfinished, list_unfinished
from commonwheel.apps.journeys.queries.followers import Follower, who_follows
from commonwheel.apps.journeys.queries.holders import Holder, Holding, duties_held, who_holds
from commonwheel.apps.journeys.queries.opening import (
    JourneyExpired,
    JourneyNotHere,
    LinkNotGood,
    OpenJourney,
    SavedJourney,
    TrialEnds,
    get_journey,
    get_journey_again,
    get_saved,
)
from commonwheel.apps.journeys.queries.started import count_started

__all__ = [
    "Follower",
    "Holder",
    "Holding",
    "JourneyExpired",
    "JourneyNotHere",
    "LinkNotGood",
    "OpenJourney",
    "SavedJourney",
    "TrialEnds",
    "Unfinished",
    "circumstances_of",
    "count_started",
    "duties_held",
    "get_journey",
    "get_journey_again",
    "get_saved",
    "list_unfinished",
    "who_follows",
    "who_holds",
]
