"""Security headers: what a browser is told about every answer of the shop."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_EVERYWHERE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin"}
# By the beginning of the path; the first that fits.
_BY_PATH = (
    (
        "/v1/",
        {
            "Cache-Control": "no-store",
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
            "Cross-Origin-Resource-Policy": "same-origin",  # asked for as a script or picture, the API answers nothing
        },
    ),
    (
        "/media/",
        {
            "Cache-Control": "public, max-age=3600",
            # Opened by itself, an SVG is a document: without scripts, without an origin.
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    ),
    ("/widget.js", {"Cross-Origin-Resource-Policy": "cross-origin"}),
    ("/", {"Content-Security-Policy": "frame-ancestors 'self'"}),
)


class SecurityHeaders:
    """ASGI middleware: adds the headers that an answer does not set itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers of the path."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = _EVERYWHERE | next(headers for prefix, headers in _BY_PATH if scope["path"].startswith(prefix))

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in given.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, answer)
