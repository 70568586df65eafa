"""Vectors: the only place that knows ChromaDB. It keeps ids and vectors, and nothing else."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from numpy.typing import NDArray

from shop.errors import IndexBroken, StoreError

_LOG = logging.getLogger("aisle")
# Goods of one kind are much alike, and a graph with Chroma's own 16 neighbours falls apart between kinds: one question in a
# hundred then finds none of the right ones.
_HNSW = {"space": "cosine", "max_neighbors": 32, "ef_search": 400}


class Vectors:
    """One collection under cosine distance, embedded in a folder or on a Chroma server."""

    def __init__(self, client: Any, collection: Any) -> None:
        self._client = client
        self._collection = collection

    @classmethod
    def create(cls, folder: Path, url: str | None = None, name: str = "products") -> Vectors:
        """Begin an empty collection in the folder, or on the server at `url`."""
        return cls._open(folder, url, name, create=True)

    @classmethod
    def open(cls, folder: Path, url: str | None = None, name: str = "products") -> Vectors:
        """Open the collection. Raises IndexBroken when it is not there or cannot be read."""
        return cls._open(folder, url, name, create=False)

    @classmethod
    def _open(cls, folder: Path, url: str | None, name: str, *, create: bool) -> Vectors:
        client = None
        try:
            client = _client(folder, url)
            if create:
                # Chroma's own embedding function would be downloaded; every vector comes from our embedder.
                made = client.create_collection(name, configuration={"hnsw": _HNSW}, embedding_function=None)
                return cls(client, made)
            return cls(client, client.get_collection(name, embedding_function=None))
        except Exception as error:  # Chroma raises its own, the driver's and Rust's errors alike
            if client is not None:
                _close(client)
            where = url or str(folder)
            way_out = "Make room, then build them" if create else "Build them again"
            raise IndexBroken(f"The vectors in {where} cannot be opened ({error}). {way_out} with `aisle index`.") from error

    def upsert(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Store [len(ids), dimensions] vectors, each in place of the one before with its id. Raises StoreError."""
        most = self._client.get_max_batch_size()
        try:
            for start in range(0, len(ids), most):
                part = slice(start, start + most)
                self._collection.upsert(ids=list(ids[part]), embeddings=vectors[part])
        except Exception as error:
            raise StoreError(
                f"The vectors cannot be stored ({error}). Make room, then build the index with `aisle index`."
            ) from error

    def delete(self, ids: Sequence[str]) -> None:
        """Take the ids out; unknown ones are passed over."""
        if ids:
            self._collection.delete(ids=list(ids))

    def count(self) -> int:
        """How many vectors there are."""
        return int(self._collection.count())

    def nearest(self, vector: NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """The k nearest ids with their cosine similarity, best first; fewer when the collection is damaged or small."""
        found = self._collection.query(query_embeddings=[vector], n_results=k, include=["distances"])
        return [(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    def get(self, ids: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of those ids, [len(ids), dimensions]. Raises IndexBroken when one is missing."""
        page = self._collection.get(ids=list(ids), include=["embeddings"])
        found = dict(zip(page["ids"], page["embeddings"], strict=True))
        if len(found) < len(set(ids)):
            raise IndexBroken(f"{len(set(ids)) - len(found)} vectors are missing. Build them again with `aisle index`.")
        return np.array([found[id_] for id_ in ids], np.float32)

    @classmethod
    def sweep(cls, url: str, prefix: str, keep: str | None) -> None:
        """Remove the collections on the server whose names begin with `prefix`, but for `keep`: builds that were killed.

        A server that is away is left alone; the next sweep finds them.
        """
        try:
            client = _client(Path(), url)
            for name in [collection.name for collection in client.list_collections()]:
                if name.startswith(prefix) and name != keep:
                    client.delete_collection(name)
            _close(client)
        except Exception as error:  # Chroma raises its own, the driver's and Rust's errors alike
            _LOG.warning("Old vectors on %s could not be removed (%s).", url, error)

    def close(self) -> None:
        """Let go of the folder."""
        _close(self._client)


def _close(client: Any) -> None:
    client.close()
    for part in (client, client._admin_client):  # Chroma leaves the connections to a server open
        session = getattr(part._server, "_session", None)
        if session is not None:
            session.close()


def _client(folder: Path, url: str | None) -> Any:
    quiet = ChromaSettings(anonymized_telemetry=False, allow_reset=False)  # a client of its own: Chroma writes into it
    if url is None:
        return chromadb.PersistentClient(path=str(folder), settings=quiet)
    parts = urlsplit(url)
    return chromadb.HttpClient(
        host=parts.hostname or "127.0.0.1", port=parts.port or 8000, ssl=parts.scheme == "https", settings=quiet
    )
