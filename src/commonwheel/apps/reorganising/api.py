"""What commands and whoever runs the node may use of reorganising."""

from commonwheel.apps.reorganising.actions.drafting import Drafted, draft_services
from commonwheel.apps.reorganising.actions.ending import Done, end_council
from commonwheel.apps.reorganising.queries.councils import Councils
from commonwheel.apps.reorganising.queries.looking import rehearse_on_node

__all__ = [
    "Councils",
    "Done",
    "Drafted",
    "draft_services",
    "end_council",
    "rehearse_on_node",
]
