"""Django's own letters (a new password, an invitation) by the carrier that all letters take."""

import uuid
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.translation import get_language

from commonwheel.integrations.mail.port import Letter, MailRefused, MailUnavailable


class CarriedMail(BaseEmailBackend):
    """Hands each letter to the mail server, or to the demonstration's mailbox."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send them and say how many went; raise only where the caller wants to know."""
        from commonwheel.project.jobs import carrier

        sent = 0
        for message in email_messages:
            for letter in _letters(message):
                try:
                    with carrier() as post:
                        post.send(letter)
                    sent += 1
                except (MailRefused, MailUnavailable):
                    if not self.fail_silently:
                        raise
        return sent


def _letters(message: EmailMessage) -> list[Letter]:
    domain = message.from_email.rpartition("@")[2].strip(">") or "localhost"
    return [
        Letter(
            message_id=f"<{uuid.uuid4()}@{domain}>",
            sender=message.from_email,
            to=to,
            written_at=timezone.now(),
            subject=str(message.subject),
            text=str(message.body),
            language=(get_language() or "en").split("-")[0],
        )
        for to in message.to
    ]
