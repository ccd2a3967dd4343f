"""The address register: one row for each property of a council's gazetteer."""

from django.db import models

from commonwheel.foundation.models import CouncilOwned


class Property(CouncilOwned):
    """
    A property, identified within its council by its UPRN.

    Rows are never deleted, because cases keep the UPRN: what a later gazetteer no longer holds is
    marked as not current. Holds no personal data, and is kept as long as the council is served.
    """

    uprn = models.CharField(max_length=12)
    line = models.CharField(max_length=300)
    postcode = models.CharField(max_length=8, blank=True)
    usrn = models.CharField(max_length=8, blank=True)
    easting = models.PositiveIntegerField(null=True, blank=True)
    northing = models.PositiveIntegerField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    kind = models.CharField(max_length=6, blank=True)
    is_current = models.BooleanField(default=True)
    search = models.TextField()

    class Meta:
        """Its guards and its ways in; both begin with the council."""

        constraints = [
            models.UniqueConstraint(fields=["council", "uprn"], name="places_property_uprn_once_a_council"),
            models.CheckConstraint(condition=~models.Q(line=""), name="places_property_has_an_address"),
        ]
        indexes = [models.Index(fields=["council", "postcode"], name="places_property_postcode")]

    def __str__(self) -> str:
        return f"{self.line}, {self.postcode}" if self.postcode else self.line
