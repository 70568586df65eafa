"""Index: the search index of one shop, always derived from its catalogue. Opens, builds, follows the feed, and searches."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from shop.embedder import Embedder
from shop.errors import AisleError, IndexBroken, StoreError
from shop.folder import Folder
from shop.nightly import Nightly
from shop.settings import Settings
from shop.store.store import Store

from . import version as versions
from .builder import Notice, build_version
from .document import document, summary
from .embedders.choice import Embedders
from .embedders.static import StaticEmbedder
from .engine import Engine
from .following import carried, taken_in, unknown
from .integrity import Integrity
from .lexical import Statistics
from .reranker import Reranking
from .routes import RouteLog
from .search import Searcher
from .segment import Segment
from .signals import Signals
from .snapshot import Snapshot
from .suggester import Suggester
from .synonyms import FILE as SYNONYMS
from .synonyms import SynonymFile
from .vector_place import VectorPlace
from .vectors import Vectors
from .version import Version
from .vocabulary import Vocabulary
from .words import Words

_LOG = logging.getLogger("aisle")
_MARK = "index"  # under this name the catalogue remembers how far the index has followed
_REBUILD_SHARE = 0.2  # of the products changed since the build: then building again is quicker than carrying them along
_COMPACT_SHARE = 0.01  # ... at night, when few are searching
_BIG = 2000  # products: a smaller index is built again while one waits
_RETRY = 60.0  # seconds between two attempts to build again
_SAMPLE = 24  # vectors that must find themselves when an index is opened


class Index:
    """Owned by one process at a time. `own=False` opens it for reading beside an owner: without Chroma, all searches exact."""

    def __init__(
        self,
        folder: Folder,
        store: Store,
        chroma_url: str | None,
        embedders: Embedders,
        *,
        own: bool,
        compaction: Nightly | None = None,
    ) -> None:
        self._embedders = embedders
        self._compaction = compaction or Nightly(None)
        self._root = folder.index
        self._store = store
        self._catalogue = store.catalogue
        self._place = VectorPlace(folder.index, chroma_url)
        self._own = own
        self._changing = threading.Lock()  # what is searched; searching itself takes no lock
        self._building = threading.Lock()  # one build at a time; changes are followed meanwhile
        self._rebuild: threading.Thread | None = None
        self._rebuild_at = 0.0  # not before, after one that failed
        self._closing = False
        self._damaged = False
        self._name: str | None = None
        self._unreadable: str | None = None  # a version of the owner's that was told of
        self._embedder_note: str | None = None
        self._integrity: Integrity | None = None
        self._vectors_in_use: Vectors | None = None
        self._seq = 0
        self._synonyms = SynonymFile(folder.path / SYNONYMS)
        self._snapshot = replace(_empty(), synonyms=self._synonyms.now)
        self._routes = RouteLog(store.facts)
        self.searcher = Searcher(lambda: self._snapshot, store.catalogue)

    @classmethod
    def open(cls, folder: Folder, store: Store, settings: Settings, *, own: bool = True) -> Index:
        """Open what was built and follow the changes since; nothing built yet is an empty index.

        A damaged index is no error: `status()["note"]` says what is wrong, and search does without the damaged part.
        """
        embedders, compaction = Embedders(settings, folder.models), Nightly(settings.search.compact_at)
        index = cls(folder, store, settings.chroma_url, embedders, own=own, compaction=compaction)
        index.searcher.signals = Signals.of(settings.search)
        index.searcher.reranking = Reranking.of(settings.search)
        name = versions.current(index._root)
        if own:
            index._sweep(name)
        if name is not None:
            try:
                index._load(Version.load(index._root, name, embedders))
            except IndexBroken as error:
                index._damaged = True
                index._make_do(str(error))
        return index

    def build(self, progress: Notice | None = None, engine: Engine | None = None) -> None:
        """Index the whole catalogue in a fresh folder, then swap it in. Searches go on meanwhile. `engine` does the work."""
        if not self._own:
            raise AisleError("Only the process that owns the data folder builds the index.")
        self._build(progress or _silent, engine)

    @property
    def owned(self) -> bool:
        """Whether this process builds it."""
        return self._own

    def take_over(self) -> None:
        """Own the index from now on, in place of a process that has gone. The caller holds the data folder."""
        with self._changing:
            self._catch_up()
            self._own = True
            name = self._name
            if name is None:  # nothing was built, or what was cannot be read
                self._damaged = versions.current(self._root) is not None
            else:
                if self._vectors_in_use is None:
                    self._use_vectors(name)
                self._integrity = Integrity(self._root, name)
            self._sweep(name)

    def _use_vectors(self, name: str) -> None:
        first = self._snapshot.segments[0]
        self._vectors_in_use, note = self._vectors(name, first.ids)
        self._damaged = note is not None
        self._snapshot = replace(self._snapshot, vectors=self._vectors_in_use, note=_joined(note, self._embedder_note))

    def _sweep(self, keep: str | None) -> None:
        # A build that was killed left its folder behind, or its collection on the server.
        versions.sweep(self._root)
        self._place.sweep(keep)

    def follow(self) -> int:
        """Take in what changed since the last call; return how many products that were.

        Here the owner also notices damage and, when much has changed, builds again in the background; others notice its builds.
        """
        with self._changing:
            if self._own:
                self._routes.write(self.searcher.routes)
            if self._synonyms.changed():
                self._snapshot = replace(self._snapshot, synonyms=self._synonyms.now)
            self._look_after()
            ids, seq = self._changes()
            if seq == self._seq:
                return 0
            if self._take_in(ids, seq):
                if self._own:
                    self._catalogue.mark(_MARK, self._seq)
                return len(ids)
        self._build(_silent)
        return len(ids)

    def _take_in(self, ids: Mapping[str, None], seq: int) -> bool:
        # A shop that is nearly new is built at once; a big one goes on while it is built again in the background.
        now, most = self._snapshot, self._most()
        if most is not None and unknown(now, ids) > most:
            return False
        made = taken_in(now, list(ids), self._catalogue, most)
        base = len(now.segments[0].ids)
        if made is None or (most is not None and base < _BIG and carried(made) > _REBUILD_SHARE * base):
            return False
        self._seq, self._snapshot = seq, made
        if most is not None and carried(made) > _REBUILD_SHARE * base:
            self._build_again()
        return True

    def _most(self) -> int | None:
        # Products with other words that are taken in without building again at once; None is any number.
        base = len(self._snapshot.segments[0].ids)
        return (int(_REBUILD_SHARE * base) if base < _BIG else base) if self._own else None

    def _look_after(self) -> None:
        if not self._own:
            self._catch_up()
            return
        damage = self._integrity.damage() if self._integrity and not self._damaged else None
        if damage:
            self._damaged = True
            _LOG.error("%s It is built again.", damage)
            note = f"{damage} Searches compare all products in memory while it is built again."
            self._snapshot = replace(self._snapshot, vectors=None, note=note)
        now = self._snapshot
        loose = carried(now) > _COMPACT_SHARE * len(now.segments[0].ids)
        if self._damaged or (self._compaction.due() and loose):
            self._build_again()

    def _catch_up(self) -> None:
        # The owner has built another version.
        name = versions.current(self._root)
        if name is None or name == self._name:
            return
        try:
            self._load(Version.load(self._root, name, self._embedders))
        except IndexBroken as error:  # the owner may be removing it for a newer one; it is tried again, and told of once
            if name != self._unreadable:
                _LOG.warning("%s", error)
            self._unreadable = name

    def _build_again(self) -> None:
        if (self._rebuild and self._rebuild.is_alive()) or time.monotonic() < self._rebuild_at:
            return
        self._rebuild_at = time.monotonic() + _RETRY
        self._rebuild = threading.Thread(target=self._rebuilt, name="aisle-index", daemon=True)
        self._rebuild.start()

    def _rebuilt(self) -> None:
        try:
            self._build(self._unless_closing)
        except AisleError as error:
            if not self._closing:
                _LOG.error("The search index could not be built again: %s", error)

    def _unless_closing(self, done: int, total: int, what: str) -> None:
        if self._closing:
            raise StoreError("The shop is closing; its index is built when it opens again.")

    def settle(self) -> None:
        """Wait until a build in the background, where there is one, has ended."""
        if self._rebuild:
            self._rebuild.join()

    def suggester(self) -> Suggester:
        """Suggestions out of what is in the index."""
        return Suggester(lambda: self._snapshot, self._store)

    @property
    def embedder(self) -> Embedder:
        """What its vectors were made by."""
        return self._snapshot.embedder

    def words(self) -> Mapping[str, int]:
        """Every token of the shop with the number of products that hold it."""
        return self._snapshot.statistics.frequency

    def status(self) -> dict[str, Any]:
        """What `doctor` and `/readyz` tell: products that can be found, embedder, routes taken, and what is wrong."""
        now = self._snapshot
        return {
            "indexed": now.count,
            "embedder": now.embedder.name,
            "behind": max(0, self._catalogue.seq() - self._seq),
            "remembered": self.searcher.cache.hits,
            "routes": self._routes.total(self.searcher.routes),
            "note": " ".join((*((now.note,) if now.note else ()), *now.synonyms.mistakes)) or None,
        }

    def close(self) -> None:
        """Let go of Chroma, and write down which way the searches went."""
        self._closing = True
        if self._rebuild:
            self._rebuild.join()
        with self._changing:
            if self._own:
                self._routes.write(self.searcher.routes, at_once=True)
            if self._vectors_in_use is not None:
                self._vectors_in_use.close()
                self._vectors_in_use = None
                self._snapshot = replace(self._snapshot, vectors=None)

    def _build(self, notice: Notice, engine: Engine | None = None) -> None:
        with self._building:
            name = versions.new_name()
            try:
                vectors = self._place.create(name)
                made = self._made(name, vectors, notice, engine)
            except AisleError:
                versions.sweep(self._root)  # what was written so far takes the space that may be short
                raise
            snapshot = self._built(made, vectors, note=None)
            old = self._vectors_in_use
            with self._changing:
                self._use(made, snapshot)
                self._damaged = False
            if old is not None:
                old.close()
            self._vectors_in_use = vectors
            self._sweep(name)
            self._catalogue.mark(_MARK, self._seq)

    def _made(self, name: str, vectors: Vectors, notice: Notice, engine: Engine | None) -> Version:
        try:
            made = build_version(self._catalogue, self._root, name, vectors, self._embedders, notice, engine, self._snapshot)
            versions.make_current(self._root, name)
        except AisleError:
            vectors.close()
            raise
        except OSError as error:
            vectors.close()
            raise StoreError(
                f"The search index in {self._root} cannot be written ({error.strerror or error}). "
                "Make room, then build it with `aisle index`."
            ) from None
        return made

    def _load(self, found: Version) -> None:
        if self._catalogue.changed_at(found.seq) != found.newest:  # its feed does not go on from there
            raise IndexBroken(f"The index in {self._root} was built from another database. Build it again with `aisle index`.")
        vectors, note = self._vectors(found.name, found.ids)
        self._damaged = note is not None
        self._use(found, self._built(found, vectors, note))
        old, self._vectors_in_use = self._vectors_in_use, vectors
        if old is not None:  # a search that is under way compares all products instead
            old.close()

    def _vectors(self, name: str, ids: Sequence[str]) -> tuple[Vectors | None, str | None]:
        if not self._own and not self._place.shared:
            return None, None  # the embedded Chroma has one process
        vectors = None
        try:
            vectors = self._place.open(name)
            _check(vectors, ids)
        except IndexBroken as error:
            if vectors is not None:
                vectors.close()
            return None, f"{error} Until then every search compares all products, which is slower."
        return vectors, None

    def _built(self, found: Version, vectors: Vectors | None, note: str | None) -> Snapshot:
        alive = np.ones(len(found.ids), np.bool_)
        segment = Segment(found.ids, alive, found.lexical, found.columns, found.matrix, found.prints)
        words = Words(found.statistics.frequency)
        noted = _joined(note, found.note)
        return Snapshot(
            (segment,), found.statistics, found.embedder, found.vocabulary, vectors, noted, words, self._synonyms.now
        )

    def _use(self, found: Version, snapshot: Snapshot) -> None:
        # What changed since is taken in first: a search never sees the prices of the day on which it was built.
        ids, seq = self._changes(found.seq)
        made = taken_in(snapshot, list(ids), self._catalogue)
        self._name = found.name
        self._embedder_note = found.note
        self._integrity = Integrity(self._root, found.name) if self._own else None
        self._seq, self._snapshot = (found.seq, snapshot) if made is None else (seq, made)

    def _make_do(self, note: str) -> None:
        # Nothing that was built can be read, so the words are read again from the catalogue, in memory only.
        products = [product for batch in self._catalogue.iterate() for product in batch]
        statistics = Statistics.of(document(product) for product in products)
        embedder = StaticEmbedder.fit([summary(product) for product in products])
        vocabulary = Vocabulary.learn(products)
        self._seq = self._catalogue.seq()
        segment = Segment.of(products, statistics, embedder, vocabulary.evidence)
        words = Words(statistics.frequency)
        self._snapshot = Snapshot((segment,), statistics, embedder, vocabulary, None, note, words, self._synonyms.now)

    def _changes(self, since: int | None = None) -> tuple[dict[str, None], int]:
        ids: dict[str, None] = {}
        seq = self._seq if since is None else since
        while changes := self._catalogue.changes_since(seq):
            ids.update((change.product_id, None) for change in changes)
            seq = changes[-1].seq
        return ids, seq


def _empty() -> Snapshot:
    statistics = Statistics.of([])
    embedder = StaticEmbedder.fit([])
    vocabulary = Vocabulary({}, {})
    segment = Segment.of([], statistics, embedder, vocabulary.evidence)
    return Snapshot((segment,), statistics, embedder, vocabulary, None)


def _check(vectors: Vectors, known: Sequence[str]) -> None:
    # A deleted or damaged HNSW folder raises nothing: it answers short, or with strangers.
    sentence = "The vectors of the search index are damaged ({}). Build them again with `aisle index`."
    if vectors.count() != len(known):
        raise IndexBroken(sentence.format(f"{vectors.count()} of {len(known)} are there"))
    ids = known[:: max(1, len(known) // _SAMPLE)][:_SAMPLE]
    for id_, vector in zip(ids, vectors.get(ids), strict=True):
        if not vector.any():
            continue
        near = vectors.nearest(vector, 1)
        if not near or (near[0][0] != id_ and near[0][1] < 0.999):
            raise IndexBroken(sentence.format(f"{id_} does not find itself"))


def _joined(*notes: str | None) -> str | None:
    return " ".join(note for note in notes if note) or None


def _silent(done: int, total: int, what: str) -> None:
    return
