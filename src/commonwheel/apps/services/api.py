"""What other apps may use of services."""

from commonwheel.apps.services.actions import (
    NothingCanBeSent,
    PatternDoesNotCheck,
    PhoneIsMissing,
    TranslationsAreDrafts,
    adopt,
    keep_effective,
    put_live,
    set_layer,
    take_down,
)
from commonwheel.apps.services.queries import (
    EffectiveMissing,
    ServiceNotFound,
    ServiceView,
    find_live_by_pattern,
    get_effective,
    get_live_service,
    get_programme,
    get_service,
    get_service_by_id,
    list_live_services,
    list_services,
)

__all__ = [
    "EffectiveMissing",
    "NothingCanBeSent",
    "PatternDoesNotCheck",
    "PhoneIsMissing",
    "ServiceNotFound",
    "ServiceView",
    "TranslationsAreDrafts",
    "adopt",
    "find_live_by_pattern",
    "get_effective",
    "get_live_service",
    "get_programme",
    "get_service",
    "get_service_by_id",
    "keep_effective",
    "list_live_services",
    "list_services",
    "put_live",
    "set_layer",
    "take_down",
]
