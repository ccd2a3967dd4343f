"""What other apps, and the jobs, may use of payments."""

from commonwheel.apps.payments.actions.charging import (
    NewCharge,
    ask_for,
    fix_charge,
    pass_on_charges,
    remove_charge,
)
from commonwheel.apps.payments.actions.paying import begin, settle, sweep_payments
from commonwheel.apps.payments.actions.providers import can_go_live, provider_of
from commonwheel.apps.payments.queries import (
    ChargeLine,
    ChargeNotFound,
    ChargeView,
    Cost,
    CostLine,
    cost_of,
    find_charge,
    find_charges,
    get_charge,
    list_under_way,
    owed_among,
)

__all__ = [
    "ChargeLine",
    "ChargeNotFound",
    "ChargeView",
    "Cost",
    "CostLine",
    "NewCharge",
    "ask_for",
    "begin",
    "can_go_live",
    "cost_of",
    "find_charge",
    "find_charges",
    "fix_charge",
    "get_charge",
    "list_under_way",
    "owed_among",
    "pass_on_charges",
    "provider_of",
    "remove_charge",
    "settle",
    "sweep_payments",
]
