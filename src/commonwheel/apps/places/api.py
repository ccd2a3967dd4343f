"""What other apps may use of places."""

from commonwheel.apps.places.actions import Loaded, load_gazetteer, load_invented_register
from commonwheel.apps.places.queries import (
    Found,
    PropertyNotFound,
    address_as_known_to,
    address_by_uprn,
    areas_of_address,
    areas_of_place,
    areas_of_postcode,
    areas_on,
    areas_served,
    demonstration_postcodes,
    find_postcode,
    find_properties,
    find_property,
    get_property,
    has_register,
    is_in_area,
    is_within,
    list_at_postcode,
    middle_of_postcode,
    postcode_table,
    search_properties,
)
from commonwheel.core.places.areas.area_set import AreaSet
from commonwheel.core.places.postcode_table import PostcodePlace
from commonwheel.core.places.properties import Property

__all__ = [
    "AreaSet",
    "Found",
    "Loaded",
    "PostcodePlace",
    "Property",
    "PropertyNotFound",
    "address_as_known_to",
    "address_by_uprn",
    "areas_of_address",
    "areas_of_place",
    "areas_of_postcode",
    "areas_on",
    "areas_served",
    "demonstration_postcodes",
    "find_postcode",
    "find_properties",
    "find_property",
    "get_property",
    "has_register",
    "is_in_area",
    "is_within",
    "list_at_postcode",
    "load_gazetteer",
    "load_invented_register",
    "middle_of_postcode",
    "postcode_table",
    "search_properties",
]
