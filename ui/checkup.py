"""Checkup: what a shop holds, and what is wrong with its folder, its index, its plug-ins and its language model."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict

from assistant.tools.registry import Registry
from recommender.blend import named
from recommender.versions import Versions
from retrieval.index import Index
from shop.errors import FolderBusy, StoreError, UserError
from shop.folder import Folder, Owner
from shop.settings import Llm, Settings
from shop.store.store import Store

_OWNER_SECONDS = 3.0  # a running server's time to answer
_FOLLOWED = 2.5  # seconds in which it takes in what changed
_ENDPOINT_SECONDS = 3.0
_BRING = "Bring in goods with `aisle import FILE`"


class Findings(BaseModel):
    """What was counted, and one sentence for each thing that is wrong. `routes`: how often searches went which way."""

    model_config = ConfigDict(frozen=True)

    products: int = 0
    variants: int = 0
    indexed: int = 0
    events: int = 0
    shoppers: int = 0
    embedder: str | None = None
    ranker: str = "blend"
    llm: str | None = None
    routes: dict[str, int] = {}
    problems: tuple[str, ...] = ()


def examine(settings: Settings) -> Findings:
    """Look at the shop in `settings.data`. Whatever is wrong becomes a sentence; nothing is raised, created or mended."""
    problems = [*Registry.load(settings.tools_path).problems, *_endpoint(settings.llm)]
    model = (settings.llm.model or "its own choice") if settings.llm.base_url else None
    counted: dict[str, Any] = {}
    try:
        counted = _shop(settings, problems)
    except StoreError as error:
        problems.append(str(error))
    return Findings(llm=model, problems=tuple(problems), **counted)


def _shop(settings: Settings, problems: list[str]) -> dict[str, Any]:
    if not settings.database_url and not (settings.data / "shop.db").exists():
        problems.append(f"There is no shop in {settings.data} yet. {_BRING}, or build the demo shop with `aisle demo`.")
        return {}
    folder = Folder.open(settings.data)
    store = Store.open(folder, settings.database_url)
    try:
        counts = store.catalogue.count()
        if not counts.products:
            problems.append(f"The shop has no products yet. {_BRING}.")
        status = _index(folder, store, settings, problems)
        problems += _findable(counts.products, status)
        kept: dict[str, Any] = {"events": store.events.count(), "shoppers": store.shoppers.count()}
        kept["ranker"] = _ranker(Versions(folder.models / "ranker"), problems)
        return {**counts._asdict(), **kept, **{name: status[name] for name in ("indexed", "embedder", "routes")}}
    finally:
        store.close()


def _ranker(versions: Versions, problems: list[str]) -> str:
    try:
        learned = versions.load()
        return named(versions.current() or "", learned.final is not None) if learned else "blend"
    except UserError as error:
        problems.append(str(error))
        return "blend"


def _index(folder: Folder, store: Store, settings: Settings, problems: list[str]) -> dict[str, Any]:
    """The index's own account: read here where nobody owns the folder, else asked of the owner."""
    try:
        with folder.own():
            return _opened(folder, store, settings, own=True)
    except FolderBusy:
        owner = folder.owner()
    if owner is not None and owner.port:
        status = _asked(owner)
        if status is not None:
            return status
        problems.append(
            f"The process {owner.pid} that owns the folder does not answer at http://127.0.0.1:{owner.port}. Start it again."
        )
    return _opened(folder, store, settings, own=False)


def _opened(folder: Folder, store: Store, settings: Settings, *, own: bool) -> dict[str, Any]:
    index = Index.open(folder, store, settings, own=own)
    try:
        return {**index.status(), "behind": 0}  # opening it took in what it could
    finally:
        index.close()


def _asked(owner: Owner) -> dict[str, Any] | None:
    status = _readyz(owner)
    if status and status["behind"]:  # it looks at the feed of changes twice a second
        time.sleep(_FOLLOWED)
        status = _readyz(owner)
    return status


def _readyz(owner: Owner) -> dict[str, Any] | None:
    try:
        answer = httpx.get(f"http://127.0.0.1:{owner.port}/readyz", timeout=_OWNER_SECONDS, trust_env=False)
        status: dict[str, Any] = answer.json()
        return status if {"indexed", "embedder", "routes", "behind", "note"} <= status.keys() else None
    except (httpx.HTTPError, ValueError, AttributeError):
        return None


def _findable(products: int, status: dict[str, Any]) -> Iterator[str]:
    if status["note"]:
        yield status["note"]
    elif status["behind"]:
        yield f"The running server is {status['behind']} changes behind the catalogue. Start it again if that lasts."
    elif status["indexed"] < products:
        missing = products - status["indexed"]
        yield f"{missing:,} of {products:,} products cannot be found. Build the search index again with `aisle index`."


def _endpoint(llm: Llm) -> Iterator[str]:
    if not llm.base_url:
        if llm.model:
            yield "AISLE_LLM__MODEL is set but AISLE_LLM__BASE_URL is not, so no language model is used."
        return
    where = f"The language model at {_shown(llm.base_url)}"
    headers = {"Authorization": f"Bearer {llm.api_key.get_secret_value()}"}
    try:
        answer = httpx.get(f"{llm.base_url.rstrip('/')}/models", headers=headers, timeout=_ENDPOINT_SECONDS)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        yield f"{where} does not answer ({error or type(error).__name__}). Check AISLE_LLM__BASE_URL, and that it runs."
        return
    if answer.status_code in (401, 403):
        yield f"{where} refuses the key. Check AISLE_LLM__API_KEY."
    elif answer.status_code >= 500:
        yield f"{where} answers with an error (HTTP {answer.status_code})."
    elif llm.model and (names := _names(answer)) and llm.model not in names:
        yield f"{where} has no model {llm.model!r}; it has {', '.join(names[:5])}. Change AISLE_LLM__MODEL."


def _names(answer: httpx.Response) -> list[str]:
    try:
        return [str(item["id"]) for item in answer.json()["data"]]
    except (ValueError, KeyError, TypeError):
        return []  # not every endpoint lists its models


def _shown(url: str) -> str:
    # A user name and a password in the address stay out of what is printed.
    scheme, sign, rest = url.partition("://")
    return f"{scheme}{sign}{rest.rpartition('@')[2]}"
