"""What the jobs may use of my_account."""

from commonwheel.apps.my_account.actions import TooManyTries, sweep_tries, track

__all__ = ["TooManyTries", "sweep_tries", "track"]
