"""Docs: the endpoints on one plain page, made from the schema. It loads nothing, from here or elsewhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

router = APIRouter(include_in_schema=False)

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "h2{font-size:1rem;margin:2rem 0 .2rem}code{font-family:ui-monospace,monospace}p{margin:.2rem 0}"
    "b{display:inline-block;min-width:3.5rem}"
)
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; frame-ancestors 'self'"


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """The page."""
    schema = request.app.openapi()
    calls = "".join(_call(method, path, told) for path, methods in schema["paths"].items() for method, told in methods.items())
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Aisle: API</title><style>{_STYLE}</style><h1>Aisle: API</h1>"
        f'<p>The whole schema is at <a href="openapi.json">openapi.json</a>.</p>{calls}'
    )
    return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})


def _call(method: str, path: str, told: Mapping[str, Any]) -> str:
    about = escape(told.get("description", ""))
    names = ", ".join(f"<code>{escape(item['name'])}</code>" for item in told.get("parameters", ()))
    content = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    body = f"<p>Body: <code>{escape(content['$ref'].rpartition('/')[2])}</code></p>" if "$ref" in content else ""
    return (
        f"<h2><b>{method.upper()}</b> <code>{escape(path)}</code></h2><p>{about}</p>"
        f"{f'<p>Takes {names}.</p>' if names else ''}{body}"
    )
