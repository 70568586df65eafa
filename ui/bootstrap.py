"""Bootstrap: the composition root. Everything is built here, from settings; everything else takes what it needs."""

from __future__ import annotations

import logging
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import dataclass
from functools import partial

from assistant.conversation import Assistant
from assistant.models import Model
from recommender.around import Around
from recommender.blend import Blend
from recommender.current import Current
from recommender.ranker import Ranker
from recommender.reactions import LASTING
from recommender.versions import Versions
from retrieval.index import Index
from retrieval.suggester import Suggester
from shop.errors import FolderBusy
from shop.folder import Folder, Owner
from shop.settings import Settings
from shop.store.store import Store

from .holding import Holding

_LOG = logging.getLogger("aisle")
_MEMORY = 365 * 24 * 3600 * 1000  # ms: what everybody did a year before says nothing of what they do now
_PAST = 200  # events of one shopper


@dataclass(frozen=True)
class App:
    """A shop that is open."""

    settings: Settings
    folder: Folder
    store: Store
    index: Index
    suggester: Suggester
    ranker: Blend
    around: Around
    assistant: Assistant
    holding: Holding
    follows: bool  # takes the folder over when the process that holds it has gone
    _held: ExitStack

    @property
    def owner(self) -> Owner | None:
        """This process, where it holds the folder."""
        return self.holding.owner

    def take_over(self) -> bool:
        """Hold the folder and own its index if nobody does; whether this process holds it now."""
        if self.owner:
            return True
        try:
            self.holding.take()
        except FolderBusy:
            return False
        try:
            self.index.take_over()
        except BaseException:
            self.holding.release()
            raise
        _LOG.warning("The process that held %s has gone; this one builds its index from now on.", self.folder.path)
        return True

    def close(self) -> None:
        """Close everything in the reverse order of opening, and let go of the folder."""
        self._held.close()


def build(settings: Settings, *, own: bool = True, follow: bool = False) -> App:
    """Open the shop in `settings.data`.

    With `own`, hold the folder for as long as the app is open (raises FolderBusy when another process does). Without, read
    beside whoever holds it: without the embedded Chroma, every search exact. With `follow`, do so only while somebody does.
    """
    with ExitStack() as opening:
        folder = Folder.open(settings.data)
        holding = Holding(folder, settings.port)
        opening.callback(holding.release)  # last of all: the next owner begins where this one has ended
        if own:
            with suppress(FolderBusy) if follow else nullcontext():
                holding.take()
        store = Store.open(folder, settings.database_url)
        opening.callback(store.close)
        index = Index.open(folder, store, settings, own=holding.owner is not None)
        opening.callback(index.close)
        ranker, around = ranker_of(folder, store), Around(store)
        learn(store, ranker, around)
        assistant = Assistant(store=store, index=index, ranker=ranker, settings=settings, model=_model(settings))
        opening.callback(assistant.close)
        suggester = index.suggester()
        return App(settings, folder, store, index, suggester, ranker, around, assistant, holding, follow, opening.pop_all())
    raise AssertionError("unreachable: ExitStack swallows nothing")


def ranker_of(folder: Folder, store: Store) -> Blend:
    """The ranker of a shop; what everybody does it has to `learn`."""
    past = partial(store.events.for_shopper, limit=_PAST, kinds=LASTING)
    return Blend(Current(Versions(folder.models / "ranker"), store.catalogue), past)


def learn(store: Store, *learners: Ranker | Around) -> None:
    """Let them learn from the log what everybody does."""
    since = store.events.latest() - _MEMORY  # of an old log, too, what counts is what was last
    events = [event for batch in store.events.iterate(since=since) for event in batch]
    for learner in learners:
        learner.fit(events)


def _model(settings: Settings) -> Model | None:
    if not settings.llm.base_url:
        return None
    from assistant.models.endpoint import Endpoint  # the client library takes half a second to import

    return Endpoint(settings.llm)
