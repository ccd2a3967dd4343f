"""How what is done to a council is written down."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from commonwheel.foundation import audit
from commonwheel.foundation.scope import council_scope


def record(council_id: uuid.UUID, done: str, *, actor: audit.Actor, now: dt.datetime, facts: Mapping[str, Any]) -> None:
    """Write down what was done to the council, in its own scope."""
    with council_scope(council_id):
        audit.record(council_id, actor=actor, action=done, subject=f"council:{council_id}", at=now, facts=facts)
