"""A commons over HTTPS: asked only where its certificate is one that this machine trusts for that name."""

import datetime as dt
import ipaddress
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.support.commons import NOW, House, house

from commonwheel.integrations.trust.client import HttpCommons
from commonwheel.integrations.trust.failures import CommonsUnavailable


def certificate(folder: Path, *, address: str) -> Path:
    """Write a certificate for an address that vouches for itself, with its key; return the file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "commons")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    no = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, no)
    file = folder / f"{address}.pem"
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@contextmanager
def https(folder: Path, file: Path) -> Iterator[str]:
    """Serve a folder over HTTPS; yield the address."""

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def __init__(self, *given: object) -> None:
            super().__init__(*given, directory=str(folder))  # type: ignore[arg-type]

        def log_message(self, *given: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *given: object) -> None:
            """A client that hangs up is what these tests are about."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with Server(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"https://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def home(tmp_path: Path) -> House:
    return house(tmp_path / "commons")


def follow(home: House, address: str, folder: Path) -> HttpCommons:
    return HttpCommons(name="home", address=address, pinned_root=home.root, folder=folder)


def test_a_certificate_that_the_machine_trusts_is_enough(
    home: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = certificate(tmp_path, address="127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with https(home.served, file) as address:
        assert follow(home, address, tmp_path / "node").refresh(now=NOW).publishers == 2


def test_a_certificate_that_nobody_vouches_for_is_refused(home: House, tmp_path: Path) -> None:
    with https(home.served, certificate(tmp_path, address="127.0.0.1")) as address, pytest.raises(CommonsUnavailable):
        follow(home, address, tmp_path / "node").refresh(now=NOW)


def test_a_certificate_for_another_address_is_refused(
    home: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = certificate(tmp_path, address="127.0.0.2")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with https(home.served, file) as address, pytest.raises(CommonsUnavailable):
        follow(home, address, tmp_path / "node").refresh(now=NOW)
