"""The carrier of a demonstration: nothing leaves, each letter is kept where a page can show it."""

from collections.abc import Callable

from commonwheel.integrations.mail.port import Letter, MailRefused


class KeptMail:
    """
    Keeps each letter instead of sending it.

    `keep` must do nothing when it already holds a letter with the same Message-ID, as a
    mailbox would.
    """

    def __init__(self, keep: Callable[[Letter], None]) -> None:
        self._keep = keep

    def send(self, letter: Letter) -> None:
        """
        Keep one letter.

        Raises:
            MailRefused: when its address could not be one, as a real server would say.
        """
        if "@" not in letter.to or any(sign.isspace() for sign in letter.to):
            raise MailRefused(f"“{letter.to}” is not an email address.")
        self._keep(letter)
