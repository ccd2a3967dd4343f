"""What commands and other apps may use of changing services."""

from commonwheel.apps.changes.actions.drafts import begin_with
from commonwheel.apps.changes.actions.signing import (
    MayNotSign,
    NobodyCalledSo,
    NobodyCouldSign,
    NotSignedOff,
    put_live,
    set_rule,
    sign,
)
from commonwheel.apps.changes.actions.trying import keep_as_example, keep_for_trial
from commonwheel.apps.changes.actions.updating import UpdateIsNotNewer, UpdateIsOfAnother, begin_update
from commonwheel.apps.changes.queries.drafts import (
    CannotBeRead,
    DraftNotFound,
    DraftView,
    effective_of_draft,
    find_draft,
    layer_beside,
)
from commonwheel.apps.changes.queries.signing import PartToSign, Signing, get_signing, rules_of
from commonwheel.apps.changes.queries.updates import DoesNotWork, NoUpdate, Update, get_update
from commonwheel.apps.changes.rules.signing import Rule

__all__ = [
    "CannotBeRead",
    "DoesNotWork",
    "DraftNotFound",
    "DraftView",
    "MayNotSign",
    "NoUpdate",
    "NobodyCalledSo",
    "NobodyCouldSign",
    "NotSignedOff",
    "PartToSign",
    "Rule",
    "Signing",
    "Update",
    "UpdateIsNotNewer",
    "UpdateIsOfAnother",
    "begin_update",
    "begin_with",
    "effective_of_draft",
    "find_draft",
    "get_signing",
    "get_update",
    "keep_as_example",
    "keep_for_trial",
    "layer_beside",
    "put_live",
    "rules_of",
    "set_rule",
    "sign",
]
