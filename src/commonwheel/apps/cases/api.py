"""What other apps, and the jobs, may use of requests."""

from commonwheel.apps.cases.actions.accounts import claim_by_link, claim_by_reference, take_from_account
from commonwheel.apps.cases.actions.copying import make_due_copies, open_copy
from commonwheel.apps.cases.actions.inventing import Plan, invent_case, invented_plans
from commonwheel.apps.cases.actions.keeping import (
    NotToReview,
    RequestIsOpen,
    hold_case,
    release_case,
    remove_case,
    tidy_cases,
)
from commonwheel.apps.cases.actions.opening import NoReferenceLeft, OpenedCase, Receipt, find_opened, open_case
from commonwheel.apps.cases.actions.passing import Passing, pass_on
from commonwheel.apps.cases.actions.paying import note_payment
from commonwheel.apps.cases.actions.people import Sender, sender_of
from commonwheel.apps.cases.actions.renewing import tell_due_renewals
from commonwheel.apps.cases.actions.telling import new_link
from commonwheel.apps.cases.actions.working import move_due_cases
from commonwheel.apps.cases.queries.accounts import ListedCase, find_of_account, list_of_account
from commonwheel.apps.cases.queries.calendars import calendars_of
from commonwheel.apps.cases.queries.clocks import running_clocks
from commonwheel.apps.cases.queries.counted import Counted, count_requests
from commonwheel.apps.cases.queries.handing import handed
from commonwheel.apps.cases.queries.keeping import KeptCase, list_held, list_to_review
from commonwheel.apps.cases.queries.passing import Kept, count_accounts, list_kept
from commonwheel.apps.cases.queries.request import CaseView, RequestNotFound, get_case, get_case_by_reference
from commonwheel.apps.cases.queries.services import case_pattern, effective_of
from commonwheel.apps.cases.queries.standing import Standing, standings
from commonwheel.apps.cases.queries.tracking import Step, TrackedCase, find_link, find_tracked, get_tracked
from commonwheel.apps.cases.queries.wording import (
    Facts,
    Letter,
    authority_words,
    clock_label,
    said_letter,
    service_title,
    state_hint,
    state_label,
)

__all__ = [
    "CaseView",
    "Counted",
    "Facts",
    "Kept",
    "KeptCase",
    "Letter",
    "ListedCase",
    "NoReferenceLeft",
    "NotToReview",
    "OpenedCase",
    "Passing",
    "Plan",
    "Receipt",
    "RequestIsOpen",
    "RequestNotFound",
    "Sender",
    "Standing",
    "Step",
    "TrackedCase",
    "authority_words",
    "calendars_of",
    "case_pattern",
    "claim_by_link",
    "claim_by_reference",
    "clock_label",
    "count_accounts",
    "count_requests",
    "effective_of",
    "find_link",
    "find_of_account",
    "find_opened",
    "find_tracked",
    "get_case",
    "get_case_by_reference",
    "get_tracked",
    "handed",
    "hold_case",
    "invent_case",
    "invented_plans",
    "list_held",
    "list_kept",
    "list_of_account",
    "list_to_review",
    "make_due_copies",
    "move_due_cases",
    "new_link",
    "note_payment",
    "open_case",
    "open_copy",
    "pass_on",
    "release_case",
    "remove_case",
    "running_clocks",
    "said_letter",
    "sender_of",
    "service_title",
    "standings",
    "state_hint",
    "state_label",
    "take_from_account",
    "tell_due_renewals",
    "tidy_cases",
]
