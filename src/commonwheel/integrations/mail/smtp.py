"""The client that hands letters to a mail server over SMTP (RFC 5321)."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Literal

from commonwheel.integrations.mail.port import Letter, MailRefused, MailUnavailable

# The first digit of replies that say never (RFC 5321, section 4.2.1).
LASTING = 5
OK = 250

Security = Literal["none", "starttls", "tls"]


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """
    Where the mail server is and how to speak to it.

    Attributes:
        security: `tls` from the first byte, `starttls` after greeting, `none` only on a trusted network.
        timeout_seconds: the longest wait for any one reply.
    """

    host: str
    port: int = 587
    security: Security = "starttls"
    user: str = ""
    password: str = ""
    timeout_seconds: float = 20.0


class SmtpMail:
    """
    Sends letters, several at once where several threads call it.

    A connection over which a letter went is used for the next one, after the server has said that it may be: greeting,
    encryption and sign-in cost more than a letter. One over which anything went wrong is not. `close` ends them.
    """

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._idle: list[smtplib.SMTP] = []

    def send(self, letter: Letter) -> None:
        """
        Hand one letter to the server.

        Raises:
            MailRefused: the server said never (5xx) to this letter, or an address or header cannot be written.
            MailUnavailable: no connection, no sign-in, a time-out, or the server said not now (4xx).
        """
        message = as_message(letter)
        with _named_failures():
            smtp = self._reused() or self._signed_in()
            try:
                smtp.send_message(message, from_addr=parseaddr(letter.sender)[1], to_addrs=[letter.to])
            except BaseException:
                # Without a goodbye: whoever does not answer would be waited for once more.
                smtp.close()
                raise
            self._idle.append(smtp)

    def close(self) -> None:
        """End the connections that are open; more letters may be sent afterwards."""
        while self._idle:
            smtp = self._idle.pop()
            with suppress(smtplib.SMTPException, OSError):
                smtp.quit()
            smtp.close()

    def _reused(self) -> smtplib.SMTP | None:
        while True:
            try:
                smtp = self._idle.pop()
            except IndexError:
                return None
            try:
                if smtp.rset()[0] == OK:
                    return smtp
            except (smtplib.SMTPException, OSError):
                pass
            smtp.close()

    def _signed_in(self) -> smtplib.SMTP:
        server, smtp = self._server, self._connect()
        try:
            if server.security == "starttls":
                smtp.starttls(context=ssl.create_default_context())
            if server.user:
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        if server.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout_seconds, context=context)
        return smtplib.SMTP(server.host, server.port, timeout=server.timeout_seconds)


def as_message(letter: Letter) -> EmailMessage:
    """
    Return the letter as an Internet message (RFC 5322), text first and HTML as the better part.

    Raises:
        MailRefused: when an address or the subject holds what a header may not, such as a new line.
    """
    message = EmailMessage(policy=policy.SMTP)
    try:
        message["Message-ID"] = letter.message_id
        message["From"] = letter.sender
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Date"] = letter.written_at
        message["Auto-Submitted"] = "auto-generated"
    except (ValueError, IndexError, AttributeError) as error:
        raise MailRefused("An address or the subject of this message cannot be written in an email.") from error
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    # Setting content drops every Content-* header, so this one comes last.
    message["Content-Language"] = letter.language
    return message


@contextmanager
def _named_failures() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise _failure(code, words) from error
    except smtplib.SMTPAuthenticationError as error:
        raise MailUnavailable("The mail server did not accept the user name and password.") from error
    except smtplib.SMTPResponseException as error:
        raise _failure(error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPNotSupportedError as error:
        raise MailUnavailable("The mail server does not offer what this letter or the settings need.") from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailUnavailable("The mail server could not be reached or broke off.") from error


def _failure(code: int, words: bytes | str) -> MailRefused | MailUnavailable:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    kind = MailRefused if code // 100 == LASTING else MailUnavailable
    return kind(f"The mail server said: {code} {said}"[:500])
