"""What a message may name about its request and its council, beside answers, `settings.…` and `decision.…`.

The one list: the check of messages and the sending of them both read it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Kind = Literal["text", "date", "link"]

MESSAGE_NAMES: Mapping[str, Kind] = MappingProxyType(
    {
        "case.reference": "text",
        "case.service": "text",
        "case.state": "text",
        "case.received_on": "date",
        "case.due_on": "date",
        "case.runs_until": "date",
        "case.reason": "text",
        "case.link": "link",
        "case.start_again": "link",
        "authority.name": "text",
        "authority.phone": "text",
        "authority.email": "text",
        "authority.website": "link",
        "authority.information_commissioner": "text",
        "authority.information_commissioner_website": "link",
    }
)
"""Name to kind. A date takes `| date`. What there is none of is "", such as `case.due_on` or `case.reason`."""
