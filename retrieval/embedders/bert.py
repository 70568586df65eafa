"""BERT: a sentence encoder's weights, as they lie in its folder, made into one ONNX file with eight-bit matrices.

Built from `model.safetensors` itself (Devlin et al. 2019; mean pooling as in Reimers & Gurevych 2019), so that neither torch
nor an exported file is needed. Matrices are quantised per output channel, activations as they come (Jacob et al. 2018).
"""

from __future__ import annotations

import json
import math
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_OPSET = 17  # the first with LayerNormalization
_IR = 9
_NEVER = -10_000.0  # what is added to the attention that padding gets

Weights = Mapping[str, NDArray[Any]]


def write_onnx(folder: Path, target: Path) -> None:
    """Write the model of the folder to `target`, in one piece or not at all.

    Inputs are `input_ids` and `attention_mask`, [texts, tokens] int64; the output is `vectors`, [texts, hidden], of length one.
    Raises OSError, KeyError or ValueError when the folder does not hold such a model.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from safetensors.numpy import load_file

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    if config.get("model_type") != "bert" or config.get("hidden_act", "gelu") != "gelu":
        raise ValueError(f"{folder} holds a {config.get('model_type')} model, and only BERT with gelu is read")
    if config.get("position_embedding_type", "absolute") != "absolute":
        raise ValueError(f"{folder} counts positions in another way than BERT does")
    weights = {name.removeprefix("bert."): value for name, value in load_file(folder / "model.safetensors").items()}
    model = _Graph().encoder(weights, config)
    # The shapes are known; this keeps the quantiser from advising a preparation that changes nothing here.
    onnx.helper.set_model_props(model, {"onnx.quant.pre_process": "onnxruntime.quant"})
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as place:
        draft = Path(place) / target.name
        quantize_dynamic(
            model,
            draft,
            per_channel=True,
            reduce_range=True,  # older CPUs add two products up in 16 bits, where those of 8-bit weights overflow
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
        )
        os.replace(draft, target)


class _Graph:
    """Grows node by node. Every method takes the names of values and returns the name of what it made."""

    def __init__(self) -> None:
        self._nodes: list[Any] = []
        self._constants: dict[str, NDArray[Any]] = {}

    def encoder(self, weights: Weights, config: Mapping[str, Any]) -> Any:
        """The whole model as an onnx.ModelProto."""
        from onnx import TensorProto, helper, numpy_helper

        self._weights = weights
        self._epsilon = float(config.get("layer_norm_eps", 1e-12))
        self._heads = int(config["num_attention_heads"])
        self._size = int(config["hidden_size"]) // self._heads
        states = self._embeddings()
        padding = self._padding()
        for number in range(int(config["num_hidden_layers"])):
            states = self._layer(f"encoder.layer.{number}", states, padding)
        self._nodes.append(helper.make_node("Identity", [self._pooled(states)], ["vectors"]))
        tokens = [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"]) for name in _INPUTS]
        vectors = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", int(config["hidden_size"])])
        constants = [numpy_helper.from_array(value, name) for name, value in self._constants.items()]
        graph = helper.make_graph(self._nodes, "encoder", tokens, [vectors], constants)
        opset = [helper.make_opsetid("", _OPSET)]
        return helper.make_model(graph, opset_imports=opset, ir_version=_IR, producer_name="aisle")

    def _embeddings(self) -> str:
        # The token type is always the first, and is added to the positions once and for all.
        places = (
            self._weights["embeddings.position_embeddings.weight"] + self._weights["embeddings.token_type_embeddings.weight"][0]
        )
        words = self._do("Gather", self._weight("embeddings.word_embeddings.weight"), "input_ids", axis=0)
        length = self._do("Shape", "input_ids", start=1, end=2)
        positions = self._do("Slice", self._constant("places", places), self._integers(0), length, self._integers(0))
        return self._norm("embeddings.LayerNorm", self._do("Add", words, positions))

    def _padding(self) -> str:
        # [texts, 1, 1, tokens]: 0 where there is a token, far below it where there is none.
        mask = self._do("Cast", "attention_mask", to=1)
        absent = self._do("Sub", self._floats(1.0), mask)
        scaled = self._do("Mul", absent, self._floats(_NEVER))
        return self._do("Unsqueeze", scaled, self._integers(1, 2))

    def _layer(self, name: str, states: str, padding: str) -> str:
        heard = self._attention(f"{name}.attention.self", states, padding)
        output = f"{name}.attention.output"
        states = self._norm(f"{output}.LayerNorm", self._do("Add", self._linear(f"{output}.dense", heard), states))
        inner = self._gelu(self._linear(f"{name}.intermediate.dense", states))
        outer = self._linear(f"{name}.output.dense", inner)
        return self._norm(f"{name}.output.LayerNorm", self._do("Add", outer, states))

    def _attention(self, name: str, states: str, padding: str) -> str:
        query = self._split(self._linear(f"{name}.query", states), 0, 2, 1, 3)
        key = self._split(self._linear(f"{name}.key", states), 0, 2, 3, 1)
        value = self._split(self._linear(f"{name}.value", states), 0, 2, 1, 3)
        alike = self._do("Mul", self._do("MatMul", query, key), self._floats(1 / math.sqrt(self._size)))
        share = self._do("Softmax", self._do("Add", alike, padding), axis=-1)
        heard = self._do("Transpose", self._do("MatMul", share, value), perm=[0, 2, 1, 3])
        return self._do("Reshape", heard, self._integers(0, 0, self._heads * self._size))

    def _split(self, states: str, *order: int) -> str:
        parts = self._do("Reshape", states, self._integers(0, 0, self._heads, self._size))
        return self._do("Transpose", parts, perm=list(order))

    def _linear(self, name: str, states: str) -> str:
        turned = np.ascontiguousarray(self._weights[f"{name}.weight"].T, np.float32)
        product = self._do("MatMul", states, self._constant(f"{name}.weight", turned))
        return self._do("Add", product, self._weight(f"{name}.bias"))

    def _gelu(self, states: str) -> str:
        normal = self._do("Erf", self._do("Div", states, self._floats(math.sqrt(2))))
        grown = self._do("Mul", states, self._do("Add", normal, self._floats(1.0)))
        return self._do("Mul", grown, self._floats(0.5))

    def _norm(self, name: str, states: str) -> str:
        scale, shift = self._weight(f"{name}.weight"), self._weight(f"{name}.bias")
        return self._do("LayerNormalization", states, scale, shift, axis=-1, epsilon=self._epsilon)

    def _pooled(self, states: str) -> str:
        # The mean over the tokens, of length one.
        mask = self._do("Unsqueeze", self._do("Cast", "attention_mask", to=1), self._integers(2))
        total = self._do("ReduceSum", self._do("Mul", states, mask), self._integers(1), keepdims=0)
        length = self._do("ReduceL2", total, axes=[1], keepdims=1)
        return self._do("Div", total, self._do("Max", length, self._floats(1e-9)))

    def _do(self, operation: str, *inputs: str, **attributes: Any) -> str:
        from onnx import helper

        made = f"{operation}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operation, list(inputs), [made], name=made, **attributes))
        return made

    def _weight(self, name: str) -> str:
        return self._constant(name, self._weights[name])

    def _integers(self, *values: int) -> str:
        return self._constant(f"integers_{'_'.join(map(str, values))}", np.array(values, np.int64))

    def _floats(self, value: float) -> str:
        return self._constant(f"float_{value}", np.array([value], np.float32))

    def _constant(self, name: str, value: NDArray[Any]) -> str:
        self._constants[name] = value if value.dtype == np.int64 else value.astype(np.float32, copy=False)
        return name


_INPUTS = ("input_ids", "attention_mask")
