"""How what is done to people is written down."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from commonwheel.foundation.audit import SYSTEM, Actor, record
from commonwheel.foundation.councils import StaffView


def note(
    council_id: uuid.UUID,
    *,
    by: StaffView | None,
    action: str,
    subject: str,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Write down what somebody, or the node's operator where `by` is None, did."""
    actor = Actor("STAFF", str(by.user_id)) if by else SYSTEM
    record(council_id, actor=actor, action=action, subject=subject, at=at, facts=facts)
