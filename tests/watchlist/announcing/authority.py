"""A certificate authority for one test."""

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def certify(folder: Path, host: str = "127.0.0.1") -> tuple[Path, Path]:
    """The broker's certificate and its key; the authority's own certificate lies beside them as authority.pem."""
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"authority of {folder.name}")])
    itself = x509.BasicConstraints(ca=True, path_length=None)
    (folder / "authority.pem").write_bytes(_signed(authority, authority, authority_key, authority_key, itself))
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "broker")])
    place = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))])
    certificate, key_file = folder / "broker.pem", folder / "broker.key"
    certificate.write_bytes(_signed(name, authority, key, authority_key, place))
    plain = serialization.NoEncryption()
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    key_file.write_bytes(key.private_bytes(pem, pkcs8, plain))
    return certificate, key_file


def _signed(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    extension: x509.ExtensionType,
) -> bytes:
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    signed = builder.add_extension(extension, critical=True).sign(issuer_key, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM)
