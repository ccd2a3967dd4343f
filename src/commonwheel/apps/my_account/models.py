"""Wrong tries at tracking, counted so that nobody can guess their way to a request."""

from django.db import models

from commonwheel.foundation.models import CouncilOwned


class TrackingTries(CouncilOwned):
    """
    How often tracking was tried in vain within ten minutes: by one sender, or at the whole council.

    Identified by council, sender and `since`. `sender` is a keyed hash of the network address, so that no
    address is kept; "" counts the whole council. Swept after a day.
    """

    sender = models.CharField(max_length=64, blank=True)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "sender", "since"], name="my_account_one_count")]

    def __str__(self) -> str:
        return f"{self.count} since {self.since:%H:%M}"
