"""Which parts of a service a council has signed off, and who may sign each."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from commonwheel.apps.authorities.api import Role
from commonwheel.core.patterns.versions.parts import PARTS, Part
from commonwheel.foundation.councils import StaffView


@dataclass(frozen=True, slots=True)
class Rule:
    """
    How a council has one part signed off.

    Attributes:
        role: whoever has it may sign; "" for nobody by role.
        emails: of more people who may.
        by_another: whether it must be another person than the one who sent it, or who puts it live.
    """

    part: Part
    is_asked: bool
    role: str
    emails: tuple[str, ...] = ()
    by_another: bool = False

    def may_sign(self, person: StaffView) -> bool:
        """Whether somebody may sign it, whoever sent it."""
        return self.role in person.roles or person.email in self.emails


DEFAULTS: Mapping[Part, Rule] = MappingProxyType(
    {part: Rule(part, is_asked=part == "owner", role=Role.SERVICE_OWNER) for part in PARTS}
)
"""Where a council says nothing, its service owners sign everything off, and nobody else does."""
