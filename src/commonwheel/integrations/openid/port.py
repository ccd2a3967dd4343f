"""What sign-in asks of a council's OpenID provider."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from commonwheel.core.problems import Failure


class SignInRefused(Failure):
    """What came back is not an answer to a sign-in that was begun here, or the provider said no."""

    def __init__(self) -> None:
        super().__init__("This is not an answer to a sign-in that you began here, or your council’s sign-in said no.")


class ProviderUnavailable(Failure):
    """The provider does not answer, or not as it should."""

    def __init__(self, issuer: str, why: str) -> None:
        super().__init__(f"The provider {issuer} does not answer as it should: {why}. Check its address.")


@dataclass(frozen=True, slots=True)
class Begun:
    """
    A sign-in that was begun: what the browser's session keeps of it until its answer comes.

    Attributes:
        address: the provider's page that the browser is sent to.
    """

    address: str
    state: str
    nonce: str
    code_verifier: str


@dataclass(frozen=True, slots=True)
class Vouched:
    """
    Whom a provider vouches for.

    Attributes:
        subject: who it is, to this provider.
        sid: the provider's own name of the session; "" where it gives none.
        claims: all that it says.
    """

    subject: str
    sid: str
    claims: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LoggedOut:
    """Whose sessions a provider ends; one of the two may be ""."""

    subject: str
    sid: str


class OpenIDProvider(Protocol):
    """A provider at which this node is registered."""

    def check(self) -> None:
        """
        Ask the provider about itself.

        Raises:
            ProviderUnavailable: where it does not answer, or calls itself by another name.
        """

    def begin(self, *, return_url: str, afresh: bool = False) -> Begun:
        """
        Begin a sign-in that comes back to this address.

        Args:
            afresh: whether the provider asks for the account even of somebody signed in there.

        Raises:
            ProviderUnavailable: where it does not answer.
        """

    def finish(self, answer: Mapping[str, str], *, begun: Begun, return_url: str) -> Vouched:
        """
        Return whom the provider vouches for.

        Args:
            answer: the parameters with which the browser came back.

        Raises:
            SignInRefused: for any answer that is not this provider's to this sign-in.
            ProviderUnavailable: where it does not answer.
        """

    def leave(self, *, return_url: str, state: str) -> str | None:
        """
        Return the provider's page on which the browser signs out there and then comes back to this address.

        None where the provider says of no such page (OpenID Connect RP-Initiated Logout 1.0).

        Args:
            state: comes back with the browser.

        Raises:
            ProviderUnavailable: where it does not answer.
        """

    def read_logout(self, token: str) -> LoggedOut:
        """
        Return whose sessions end (OpenID Connect Back-Channel Logout 1.0, 2.6).

        Raises:
            SignInRefused: for any token that is not this provider's to this node.
            ProviderUnavailable: where it does not answer.
        """
