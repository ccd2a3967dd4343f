"""
The client of an OpenID provider: the authorisation code flow with PKCE, by Authlib.

Source: docs/sources.md#openid-connect.
"""

import hmac
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from urllib.parse import SplitResult, urlsplit

import requests
from authlib.integrations.base_client import BaseApp, OAuth2Mixin, OAuthError, OpenIDMixin
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from commonwheel.integrations.openid.port import Begun, LoggedOut, ProviderUnavailable, SignInRefused, Vouched

SECONDS = 5.0
LEEWAY_SECONDS = 120
# What a provider says of itself is asked again after this long; a key that is not known is asked for at once.
REMEMBERED_SECONDS = 300.0
LONGEST_TOKEN = 16_384
LONGEST_NAME = 255
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
WELL_KNOWN = "/.well-known/openid-configuration"
# Signed with a key that only the provider has: never "none", never the secret that we know too.
ALGORITHMS = ("RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512", "EdDSA")
SCOPE = "openid profile email"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class _App(OAuth2Mixin, OpenIDMixin, BaseApp):  # type: ignore[misc]  # Authlib is not typed
    client_cls = OAuth2Session


class OpenIDClient:
    """
    One provider, at which one council's client is registered.

    Args:
        issuer: the provider's name, which is its address: "https://…".
    """

    def __init__(self, *, issuer: str, client_id: str, secret: str) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._secret = secret

    def check(self) -> None:
        """See the port."""
        try:
            with self._as_failures():
                self._app()
        except SignInRefused as error:
            raise ProviderUnavailable(self._issuer, "what it says of itself cannot be read") from error

    def begin(self, *, return_url: str, afresh: bool = False) -> Begun:
        """See the port."""
        asked = {"prompt": "login"} if afresh else {}
        with self._as_failures():
            made = self._app().create_authorization_url(return_url, **asked)
        return Begun(address=made["url"], state=made["state"], nonce=made["nonce"], code_verifier=made["code_verifier"])

    def finish(self, answer: Mapping[str, str], *, begun: Begun, return_url: str) -> Vouched:
        """See the port."""
        with self._as_failures():
            app = self._app()
            self._require_own(answer, begun=begun, metadata=app.server_metadata)
            token = app.fetch_access_token(
                return_url, code=answer.get("code", ""), state=begun.state, code_verifier=begun.code_verifier
            )
            required = {"iss": {"essential": True, "value": self._issuer}, "aud": self._to_us()}
            claims = app.parse_id_token(token, begun.nonce, claims_options=required, leeway=LEEWAY_SECONDS)
        if not claims:
            raise SignInRefused
        return Vouched(subject=_text(claims, "sub", needed=True), sid=_text(claims, "sid"), claims=dict(claims))

    def leave(self, *, return_url: str, state: str) -> str | None:
        """See the port."""
        with self._as_failures():
            app = self._app()
            if not _is_page(app.server_metadata.get("end_session_endpoint")):
                return None
            # No token is kept to hint with: the client's name says as well who may be sent back where.
            made = app.create_logout_url(post_logout_redirect_uri=return_url, state=state, client_id=self._client_id)
        return str(made["url"])

    def read_logout(self, token: str) -> LoggedOut:
        """See the port."""
        if len(token) > LONGEST_TOKEN:
            raise SignInRefused
        with self._as_failures():
            app = self._app()
            claims = jwt.decode(
                token, KeySet.import_key_set(app.fetch_jwk_set()), registry=_registry(app.server_metadata)
            ).claims
            rules = jwt.JWTClaimsRegistry(
                leeway=LEEWAY_SECONDS,
                iss={"essential": True, "value": self._issuer},
                aud={"essential": True, "value": self._client_id},
                iat={"essential": True},
                jti={"essential": True},
            )
            rules.validate(claims)
        return _logged_out(claims)

    def _to_us(self) -> dict[str, Any]:
        return {"essential": True, "value": self._client_id}

    def _app(self) -> Any:
        """Return the provider's client with what it says of itself, which is at most some minutes old."""
        return _known(self._issuer, self._client_id, self._secret, int(time.monotonic() // REMEMBERED_SECONDS))

    def _require_own(self, answer: Mapping[str, str], *, begun: Begun, metadata: Mapping[str, Any]) -> None:
        """Refuse an answer to something else, one that says no, and one that names another provider (RFC 9207)."""
        if not hmac.compare_digest(answer.get("state", "").encode(), begun.state.encode()):
            raise SignInRefused
        names_itself = metadata.get("authorization_response_iss_parameter_supported", False)
        if answer.get("iss", "" if names_itself else self._issuer) != self._issuer:
            raise SignInRefused
        if "error" in answer or not answer.get("code"):
            raise SignInRefused

    @contextmanager
    def _as_failures(self) -> Iterator[None]:
        try:
            yield
        except (requests.RequestException, RuntimeError) as error:
            raise ProviderUnavailable(self._issuer, type(error).__name__) from error
        except (OAuthError, JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise SignInRefused from error


def is_address(issuer: str) -> bool:
    """Return whether a provider can be asked there: by HTTPS, or on this very machine."""
    try:
        parts = urlsplit(issuer)
    except ValueError:
        return False
    return _is_safe(parts) and not parts.query and not parts.fragment and parts.username is None


def _is_page(address: object) -> bool:
    """Return whether a browser may be sent there."""
    try:
        return isinstance(address, str) and _is_safe(urlsplit(address))
    except ValueError:
        return False


def _is_safe(parts: SplitResult) -> bool:
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    return is_safe and bool(parts.hostname)


@lru_cache(maxsize=256)
def _known(issuer: str, client_id: str, secret: str, moment: int) -> _App:
    del moment
    app = _App(
        framework=None,
        name=issuer,
        client_id=client_id,
        client_secret=secret,
        server_metadata_url=issuer.rstrip("/") + WELL_KNOWN,
        client_kwargs={"scope": SCOPE, "code_challenge_method": "S256", "default_timeout": SECONDS},
    )
    metadata = app.load_server_metadata()
    if metadata.get("issuer") != issuer:
        raise ProviderUnavailable(issuer, f"it calls itself {metadata.get('issuer')}")
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [one for one in ALGORITHMS if one in offered]
    return app


def _registry(metadata: Mapping[str, Any]) -> JWSRegistry:
    algorithms = metadata["id_token_signing_alg_values_supported"]
    return JWSRegistry(algorithms=algorithms, strict_check_header=False)


def _logged_out(claims: Mapping[str, Any]) -> LoggedOut:
    events = claims.get("events")
    found = LoggedOut(subject=_text(claims, "sub"), sid=_text(claims, "sid"))
    is_logout = isinstance(events, dict) and isinstance(events.get(LOGOUT_EVENT), dict)
    # A sign-in's own token must not pass for one that ends sign-ins: that has a nonce and no such event.
    if not is_logout or "nonce" in claims or not (found.subject or found.sid):
        raise SignInRefused
    return found


def _text(claims: Mapping[str, Any], name: str, *, needed: bool = False) -> str:
    value = claims.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST_NAME or (needed and not value):
        raise SignInRefused
    return value
