"""Body: refuses requests that are larger than a conversation needs, before they are read into memory."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .problems import problem


class BodyLimit:
    """ASGI middleware: at most `most` bytes under `prefix`."""

    def __init__(self, app: ASGIApp, most: int, prefix: str = "/v1") -> None:
        self._app, self._most, self._prefix = app, most, prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on while it stays within the limit."""
        if scope["type"] != "http" or not scope["path"].startswith(self._prefix):
            await self._app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self._most:
            await problem(413, f"The body is larger than {self._most:,} bytes; send less.")(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            # A body without an honest length ends here; the parser then calls it broken.
            return message if read <= self._most else {"type": "http.disconnect"}

        await self._app(scope, counted, send)
