"""Bootstrap: the composition root. Everything is built here, from settings; everything else takes what it needs."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass

from assistant.conversation import Assistant
from assistant.models import Model
from recommender.blend import Blend
from retrieval.index import Index
from retrieval.suggester import Suggester
from shop.folder import Folder, Owner
from shop.settings import Settings
from shop.store.store import Store


@dataclass(frozen=True)
class App:
    """A shop that is open."""

    settings: Settings
    folder: Folder
    store: Store
    index: Index
    suggester: Suggester
    ranker: Blend
    assistant: Assistant
    owner: Owner | None  # this process, where it holds the folder
    _held: ExitStack

    def close(self) -> None:
        """Close everything in the reverse order of opening, and let go of the folder."""
        self._held.close()


def build(settings: Settings, *, own: bool = True) -> App:
    """Open the shop in `settings.data`.

    With `own`, hold the folder for as long as the app is open (raises FolderBusy when another process does). Without, read
    beside whoever holds it: without Chroma, every search exact.
    """
    with ExitStack() as opening:
        folder = Folder.open(settings.data)
        owner = opening.enter_context(folder.own(settings.port)) if own else None
        store = Store.open(folder, settings.database_url)
        opening.callback(store.close)
        index = Index.open(folder, store, settings, own=own)
        opening.callback(index.close)
        ranker = Blend()
        ranker.fit(event for batch in store.events.iterate() for event in batch)
        assistant = Assistant(store=store, index=index, ranker=ranker, settings=settings, model=_model(settings))
        opening.callback(assistant.close)
        return App(settings, folder, store, index, index.suggester(), ranker, assistant, owner, opening.pop_all())
    raise AssertionError("unreachable: ExitStack swallows nothing")


def _model(settings: Settings) -> Model | None:
    if not settings.llm.base_url:
        return None
    from assistant.models.endpoint import Endpoint  # the client library takes half a second to import

    return Endpoint(settings.llm)
