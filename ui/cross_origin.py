"""Cross-origin: what pages of other sites may ask of this shop. The outermost layer, so that it covers every mounted app."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shop.store.keys import Keys

from .problems import problem

_PUBLIC = ("/widget.js", "/media/")  # any page may show these
_API = "/v1/"
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, PUT",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Last-Event-ID",
    "Access-Control-Max-Age": "600",
    "Vary": "Origin",
}


def foreign_origin(headers: Headers) -> str | None:
    """The origin of a page of another site that sent this request; None for the shop's own pages and for programs."""
    origin = headers.get("origin")
    # Browsers set Sec-Fetch-Site themselves; it is right also behind a proxy that changes Host.
    if origin is None or headers.get("sec-fetch-site") == "same-origin":
        return None
    return None if origin != "null" and urlsplit(origin).netloc.lower() == headers.get("host", "").lower() else origin


class CrossOrigin:
    """ASGI middleware. A foreign page reaches the API when a key names its origin, the public files always, nothing else.

    No answer ever allows credentials, and what mounted apps say about other origins is taken out.
    """

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self._app, self._keys = app, keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        origin = foreign_origin(Headers(scope=scope))
        allowed = await self._allowed(origin, scope["path"])
        if origin is not None and allowed is None:
            await problem(403, _refusal(origin), {"Vary": "Origin"})(scope, receive, send)
        elif origin is not None and scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=_PREFLIGHT | _allowing(allowed))(scope, receive, send)
        else:
            await self._app(scope, receive, _answering(send, _allowing(allowed)))

    async def _allowed(self, origin: str | None, path: str) -> str | None:
        # What goes into Access-Control-Allow-Origin.
        if path.startswith(_PUBLIC):
            return "*"
        if origin is None or not path.startswith(_API):
            return None
        keys = await asyncio.to_thread(self._keys.all)
        return origin if any(origin in key.origins for key in keys) else None


def _refusal(origin: str) -> str:
    return f"Pages of {origin[:200]} may not use this shop's chat; a key that names their origin would allow it."


def _allowing(allowed: str | None) -> dict[str, str]:
    return {"Access-Control-Allow-Origin": allowed, "Access-Control-Expose-Headers": "Retry-After"} if allowed else {}


def _answering(send: Send, allowing: dict[str, str]) -> Send:
    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name in [name for name in headers if name.startswith("access-control-")]:
                del headers[name]
            headers.update(allowing)
            headers.add_vary_header("Origin")
        await send(message)

    return answer
