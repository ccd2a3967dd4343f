"""Councils of the register on a node, their postcodes, and all their rows: for tests of councils that become others."""

from pathlib import Path
from typing import Any

from django.apps import apps
from tests.support.cast import add_council

from commonwheel.apps.authorities import api as authorities
from commonwheel.core.places.postcode_packing import pack_table
from commonwheel.core.places.postcode_table import PostcodePlace
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import CouncilOwned
from commonwheel.foundation.scope import council_scope
from commonwheel.integrations.places.folder import PlaceFolder

SURREY = ("--register", "--on", "2027-04-01", "--council", "surrey")
CUMBRIA = ("--register", "--on", "2023-04-01", "--council", "cumbria")
PLACES = {"CA1 1AA": "E07000028", "LA9 4AA": "E07000031", "KT10 9AA": "E07000207", "GU21 6AA": "E07000217"}
"""Postcodes of Carlisle, South Lakeland, Elmbridge and Woking, as a table of before the day has them."""


def council(slug: str, **more: Any) -> CouncilView:
    return add_council(slug, name=authorities.the_register().get(slug).name.full, **more)


def code_of(slug: str) -> str:
    """Return the code that the register has of a council; "" where it has none yet."""
    codes = authorities.the_register().get(slug).codes
    return codes[-1].value if codes else ""


def at(postcode: str) -> dict[str, Any]:
    return {"answers": {"property": {"uprn": "10000000001", "line": "1 Invented Street", "postcode": postcode}}}


def rows(of: CouncilView) -> dict[str, list[Any]]:
    """Return all rows of a council, by table."""
    with council_scope(of.id):
        return {
            model._meta.label: list(model._default_manager.filter(council_id=of.id).order_by("pk").values())
            for model in apps.get_models()
            if issubclass(model, CouncilOwned)
        }


def hold_postcodes(settings: Any, folder: Path) -> None:
    """Let this node have a table of postcodes."""
    settings.DATA = folder / "places"
    table = [PostcodePlace(each, code, "", 340_000, 555_000) for each, code in PLACES.items()]
    PlaceFolder(settings.DATA).keep_postcodes(pack_table(table, source="by hand"))
