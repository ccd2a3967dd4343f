"""What other apps may use of accounts."""

from commonwheel.apps.accounts.actions import add_person
from commonwheel.apps.accounts.queries import missing_second_factor

__all__ = ["add_person", "missing_second_factor"]
