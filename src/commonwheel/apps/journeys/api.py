"""What the jobs may use of journeys."""

from commonwheel.apps.journeys.actions.answering import sweep_expired

__all__ = ["sweep_expired"]
