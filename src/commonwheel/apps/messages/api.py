"""What other apps, and the jobs, may use of messages."""

from commonwheel.apps.messages.actions.by_hand import finish_by_hand
from commonwheel.apps.messages.actions.delivery import sweep_outbox
from commonwheel.apps.messages.actions.writing import (
    MessageNotWaiting,
    NewMessage,
    keep_in_mailbox,
    pass_on_messages,
    queue_message,
    remove_messages,
    retry_message,
)
from commonwheel.apps.messages.queries import (
    KeptLetter,
    SentMessage,
    count_by_hand,
    count_given_up,
    find_by_hand,
    find_kept_letter,
    list_by_hand,
    list_given_up,
    list_kept_letters,
    list_messages_of_case,
)
from commonwheel.foundation.deliveries import Swept

__all__ = [
    "KeptLetter",
    "MessageNotWaiting",
    "NewMessage",
    "SentMessage",
    "Swept",
    "count_by_hand",
    "count_given_up",
    "find_by_hand",
    "find_kept_letter",
    "finish_by_hand",
    "keep_in_mailbox",
    "list_by_hand",
    "list_given_up",
    "list_kept_letters",
    "list_messages_of_case",
    "pass_on_messages",
    "queue_message",
    "remove_messages",
    "retry_message",
    "sweep_outbox",
]
