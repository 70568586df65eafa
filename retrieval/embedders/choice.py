"""Choice: which embedder is set, made new for a build or opened again for an index that it built."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from shop.embedder import Embedder
from shop.errors import EmbedderError
from shop.settings import Settings

from .absent import Absent
from .checked import Checked
from .static import StaticEmbedder

STATIC = "static"


class Opened(NamedTuple):
    """An embedder, and what a person should know of it, in a sentence."""

    embedder: Embedder
    note: str | None = None


class Embedders:
    """Makes what `AISLE_SEARCH__EMBEDDER` names; a model is loaded once, when it is first needed."""

    def __init__(self, settings: Settings, models: Path) -> None:
        """`models` is the folder for what is converted."""
        self.kind = settings.search.embedder  # static, minilm, minilm:FOLDER, sentence-transformers:NAME, openai:NAME
        self._settings = settings
        self._models = models
        self._model: Embedder | None = None

    def fitted(self, texts: Sequence[str]) -> Embedder:
        """The embedder for a new index of those texts. Raises EmbedderError."""
        return StaticEmbedder.fit(texts) if self.kind == STATIC else Checked(self._loaded())

    def again(self, kind: str, name: str, dimensions: int, file: Path) -> Opened:
        """The embedder called `name` that built an index; without it that index is searched by words alone.

        `file` holds what was fitted to the shop. Raises OSError, KeyError or ValueError when it is damaged.
        """
        if kind == STATIC:
            fitted = StaticEmbedder.load(file)
            note = f"{self._built_by(kind)} until then meanings are compared by {kind}." if self.kind != kind else None
            return Opened(fitted, note)
        absent = Absent(name, dimensions)
        if kind != self.kind:
            return Opened(absent, f"{self._built_by(kind)} until then search goes by words alone.")
        try:
            model = self._loaded()
        except EmbedderError as error:
            return Opened(absent, f"{error} Until then search goes by words alone.")
        if model.name != name:
            return Opened(
                absent,
                f"The search index was built with {name}, and the model is now {model.name}. "
                "Build it again with `aisle index`; until then search goes by words alone.",
            )
        return Opened(Checked(model, dimensions))

    def _built_by(self, kind: str) -> str:
        return (
            f"The search index was built with the embedder {kind}, and {self.kind} is set. Build it again with `aisle index`;"
        )

    def _loaded(self) -> Embedder:
        if self._model is None:
            self._model = self._load(*self.kind.partition(":")[::2])
        return self._model

    def _load(self, kind: str, name: str) -> Embedder:
        # Each is imported when it is chosen: what it needs takes seconds, or is not installed.
        if kind == "minilm":
            from .minilm import MiniLm

            return MiniLm.open(Path(name) if name else None, self._models)
        if kind == "sentence-transformers":
            from .sentence_transformers import SentenceTransformers

            return SentenceTransformers(name)
        from .endpoint import EndpointEmbedder

        search, llm = self._settings.search, self._settings.llm
        address = search.embedder_url or llm.base_url
        if address is None:
            raise EmbedderError(f"The embedder {self.kind} needs an address; set AISLE_SEARCH__EMBEDDER_URL.")
        key = search.embedder_key or llm.api_key
        return EndpointEmbedder(address, name, key.get_secret_value(), search.embedder_timeout)
