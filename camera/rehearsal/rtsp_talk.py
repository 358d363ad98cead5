"""The words of RTSP 1.0 as far as a camera that only plays needs them, and who may look at it.

RFC 2326, RTP interleaved in the connection; RFC 2617, Basic and Digest without qop, as most cameras have it.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Scheme = Literal["basic", "digest"]
REALM = "camera"
NONCE = "5f3759df"


@dataclass(frozen=True, slots=True)
class Request:
    """`headers` by their names in small letters."""

    method: str
    url: str
    headers: Mapping[str, str]


def may_look(request: Request, scheme: Scheme, user: str, password: str) -> bool:
    given = request.headers.get("authorization", "")
    if scheme == "basic":
        return given == "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
    told = dict(re.findall(r'(\w+)="([^"]*)"', given))
    whose = _md5(f"{user}:{REALM}:{password}")
    what = _md5(f"{request.method}:{told.get('uri', '')}")
    return told.get("response") == _md5(f"{whose}:{NONCE}:{what}")


def challenge(scheme: Scheme) -> str:
    return f'Basic realm="{REALM}"' if scheme == "basic" else f'Digest realm="{REALM}", nonce="{NONCE}"'


def description(parameter_sets: tuple[bytes, ...]) -> bytes:
    """The session's description: one H.264 video."""
    sets = ",".join(base64.b64encode(each).decode() for each in parameter_sets)
    lines = (
        *("v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=camera", "t=0 0", "m=video 0 RTP/AVP 96", "a=rtpmap:96 H264/90000"),
        *(f"a=fmtp:96 packetization-mode=1;sprop-parameter-sets={sets}", "a=control:track1", ""),
    )
    return "\r\n".join(lines).encode()


def answer(request: Request, status: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    told = {"CSeq": request.headers.get("cseq", "0"), **headers, "Content-Length": str(len(body))}
    lines = [f"RTSP/1.0 {status}", *(f"{name}: {value}" for name, value in told.items()), "", ""]
    return "\r\n".join(lines).encode() + body


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
