"""Origin: where a page comes from, as a browser writes it: scheme://host[:port]."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from shop.errors import UserError

_DEFAULT_PORTS = {"https": 443, "http": 80}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def parse_origin(text: str) -> str:
    """The origin as browsers send it. Raises UserError that says what is wrong with the text."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        raise _wrong(text, "it is no address") from None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise _wrong(text, "it does not begin with https:// and a host")
    _check(text, parts)
    host = _ascii(text, parts.hostname)
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port not in (None, _DEFAULT_PORTS[parts.scheme]) else "")


def _check(text: str, parts: SplitResult) -> None:
    if parts.path not in ("", "/") or parts.query or parts.fragment or parts.username is not None:
        raise _wrong(text, "it holds more than scheme, host and port")
    if "*" in parts.netloc:
        raise _wrong(text, "wildcards are not allowed; name every origin")
    host = parts.hostname or ""
    if parts.scheme == "http" and host not in _LOOPBACK and not host.endswith(".localhost"):
        raise _wrong(text, "pages over http can be changed on their way, so only localhost may use it")


def _ascii(text: str, host: str) -> str:
    if ":" in host:
        return host
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise _wrong(text, "its host is no name") from None


def _wrong(text: str, why: str) -> UserError:
    return UserError(f"The origin {text[:200]!r} cannot be used: {why}. Write it like https://shop.example.")
