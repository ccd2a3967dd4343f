"""Reads partners and reports, and what councils offer."""

from commonwheel.apps.open311.queries.offers import Taken, find_offer, offers_of
from commonwheel.apps.open311.queries.partners import PartnerNotFound, PartnerView, find_partner, list_partners
from commonwheel.apps.open311.queries.reports import Asked, ReportView, count_since, find_report, list_reports

__all__ = [
    "Asked",
    "PartnerNotFound",
    "PartnerView",
    "ReportView",
    "Taken",
    "count_since",
    "find_offer",
    "find_partner",
    "find_report",
    "list_partners",
    "list_reports",
    "offers_of",
]
