"""Problems: errors as RFC 9457 problem details. A person reads `detail`; nobody reads a stack trace."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shop.errors import AisleError, NotFound, Refused, UserError

_LOG = logging.getLogger("aisle")
_STATUS = ((NotFound, 404), (Refused, 403), (UserError, 400), (AisleError, 503))


class Problem(Exception):
    """A status and one sentence; `headers` go out with it."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """The response that says so."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def answer_problems(api: FastAPI) -> None:
    """Turn every error that the API foresees into a problem."""

    @api.exception_handler(Problem)
    async def _problem(request: Request, error: Problem) -> JSONResponse:
        return problem(error.status, error.detail, error.headers)

    @api.exception_handler(AisleError)
    async def _known(request: Request, error: AisleError) -> JSONResponse:
        return problem(next(status for kind, status in _STATUS if isinstance(error, kind)), str(error))

    @api.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part != "body") or "the body"
        return problem(422, f"{where}: {first['msg']}.")

    @api.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        return problem(error.status_code, str(error.detail))


class LastResort:
    """ASGI middleware: an error that nobody foresaw becomes a problem, as long as nothing was answered yet.

    It stands inside the layers that add headers; a framework's own handler stands outside, and a page of another site
    could not read its answer.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and answer for it when that fails."""
        begun = False

        async def answer(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, answer)
        except Exception as error:
            if begun or scope["type"] != "http":
                raise
            _LOG.exception("A request failed", exc_info=error)
            await problem(500, "Something went wrong on our side; please try again.")(scope, receive, send)
