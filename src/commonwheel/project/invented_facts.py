"""What invented councils say on the pages that the law wants: for demonstrations, previews and measurements."""

import datetime as dt
from typing import Any

_PREPARED_ON = dt.date(2026, 1, 5)


def invented_page_facts(name: str, slug: str) -> dict[str, Any]:
    """Return facts of a council for `authorities.set_page_facts`, which say that they are invented."""
    return {
        "compliance": "partial",
        "problems": "No disabled person has tried these pages of a demonstration yet, so barriers may not be known.",
        "problems_cy": (
            "Nid oes unrhyw berson anabl wedi rhoi cynnig ar y tudalennau arddangos hyn eto, felly efallai bod "
            "rhwystrau nad ydynt yn hysbys."
        ),
        "assessed_by": "self",
        "prepared_on": _PREPARED_ON,
        "reviewed_on": _PREPARED_ON,
        "controller_address": f"{name}\n1 Invented Street\nInvented Town",
        "protection_officer": f"privacy@{slug}.example",
        "ico_number": "Z0000000",
        "operator": "self",
    }
