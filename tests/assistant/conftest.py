"""Servers to talk to: a real one with a random model, and a small one that behaves as badly as a test wants."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

Answer = Callable[[dict[str, Any]], Any]


class Stub:
    """An OpenAI-compatible endpoint whose answers a test writes.

    `answer(request)` gives a text, a list of tool calls, a list of pieces to stream (a number is a pause in seconds), an HTTP
    status, or bytes that are sent as they are.
    """

    def __init__(self, answer: Answer) -> None:
        self.requests: list[dict[str, Any]] = []
        self.broken_off = threading.Event()  # the client went away in the middle
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                stub.requests.append(request)
                try:
                    stub._send(self, request, answer(request))
                except (BrokenPipeError, ConnectionResetError):
                    stub.broken_off.set()

            def log_message(self, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _send(self, handler: BaseHTTPRequestHandler, request: dict[str, Any], answer: Any) -> None:
        if isinstance(answer, int):
            body, kind, status = json.dumps({"error": {"message": "no"}}).encode(), "application/json", answer
        elif isinstance(answer, bytes):
            body, kind, status = answer, "application/json", 200
        elif request.get("stream"):
            self._stream(handler, [answer] if isinstance(answer, str) else answer)
            return
        else:
            body, kind, status = json.dumps(_completion(answer)).encode(), "application/json", 200
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def _stream(self, handler: BaseHTTPRequestHandler, pieces: list[Any]) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        for piece in pieces:
            if isinstance(piece, float):
                time.sleep(piece)
                continue
            chunk = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "stub"}
            chunk["choices"] = [{"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}]
            handler.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
            handler.wfile.flush()
        handler.wfile.write(b"data: [DONE]\n\n")


def _completion(answer: Any) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": answer if isinstance(answer, str) else None}
    if isinstance(answer, list):
        message["tool_calls"] = [
            {"id": f"c{number}", "type": "function", "function": {"name": name, "arguments": arguments}}
            for number, (name, arguments) in enumerate(answer)
        ]
    return {
        "id": "c",
        "object": "chat.completion",
        "created": 0,
        "model": "stub",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


@pytest.fixture
def stub() -> Iterator[Callable[[Answer], Stub]]:
    opened: list[Stub] = []

    def open_(answer: Answer) -> Stub:
        opened.append(Stub(answer))
        return opened[-1]

    yield open_
    for server in opened:
        server.close()


@pytest.fixture(scope="session")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a llama.cpp server with a model of random weights: it knows nothing, and writes noise."""
    import xllamacpp

    path = tmp_path_factory.mktemp("model") / "random.gguf"
    write_random_model(path)
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.n_ctx, parameters.n_parallel, parameters.port = 16384, 1, 0
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(parameters)
    yield f"{server.listening_address}/v1"
    del server


def write_random_model(path: Path) -> None:
    """A byte-level Llama of some 200 kB as GGUF."""
    import gguf

    width, layers, heads, inner = 64, 2, 4, 128
    random = np.random.default_rng(7)
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    letters = {byte: chr(byte) for byte in printable} | {byte: chr(256 + place) for place, byte in enumerate(others)}
    tokens = [*(letters[byte] for byte in range(256)), "<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(16384)
    writer.add_embedding_length(width)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(inner)
    writer.add_head_count(heads)
    writer.add_head_count_kv(heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types([1] * 256 + [3] * 3)
    writer.add_token_merges(["t h"])
    writer.add_bos_token_id(256)
    writer.add_eos_token_id(258)
    writer.add_add_bos_token(False)
    shapes = {f"attn_{name}": (width, width) for name in ("q", "k", "v", "output")}
    shapes |= {"ffn_gate": (inner, width), "ffn_up": (inner, width), "ffn_down": (width, inner)}

    def weights(*shape: int) -> Any:
        return (random.standard_normal(shape) * 0.05).astype(np.float16)

    writer.add_tensor("token_embd.weight", weights(len(tokens), width))
    writer.add_tensor("output.weight", weights(len(tokens), width))
    writer.add_tensor("output_norm.weight", np.ones(width, np.float32))
    for layer in range(layers):
        for name, shape in shapes.items():
            writer.add_tensor(f"blk.{layer}.{name}.weight", weights(*shape))
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", np.ones(width, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
