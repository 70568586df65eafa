"""Ray engine: a build's reading and embedding as Ray Data pipelines, on a cluster or on two workers of this machine.

This process reads the catalogue and writes the index; the workers turn products into words, and texts into vectors. What is
unpickled comes from this process or its own workers.
"""

from __future__ import annotations

import logging
import pickle
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from shop.embedder import Embedder
from shop.errors import UserError
from shop.product import Product

from .engine import Count
from .gathering import Gathering

_BATCH = 500  # products or texts in one task
_WINDOW = 200  # tasks whose data lie in the cluster's memory at once
_WORKERS = 2  # of the cluster that is started here
_PATIENCE = 5.0  # seconds that a cluster has to answer
_MEMORY = 512 * 2**20  # bytes, for what passes between them

Row = dict[str, Any]
T = TypeVar("T")


class RayEngine:
    """An `Engine` whose work is done by Ray workers, on each of which Aisle must be installed."""

    def __init__(self, ray: Any) -> None:
        self._ray = ray

    def gather(self, batches: Iterable[Sequence[Product]], count: Count) -> Gathering:
        """See `Engine`."""
        gathered = Gathering()
        tasks = ({"given": pickle.dumps(part)} for batch in batches for part in _parts(batch))
        for row in self._each(tasks, lambda data: data.map(_gather)):
            gathered.extend(pickle.loads(row["made"]))  # noqa: S301
            count(len(gathered.ids))
        return gathered

    def embed(self, embedder: Embedder, texts: Sequence[str]) -> Iterator[NDArray[np.float32]]:
        """See `Engine`. The embedder is pickled: one that holds what cannot travel opens it again in `__setstate__`."""
        tasks = ({"given": pickle.dumps(part)} for part in _parts(texts))
        most = max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        held = self._ray.put(pickle.dumps(embedder))
        workers = self._ray.data.ActorPoolStrategy(min_size=1, max_size=most)
        for row in self._each(tasks, lambda data: data.map(_Embedding, fn_constructor_args=([held],), compute=workers)):
            yield pickle.loads(row["made"])  # noqa: S301

    def _each(self, tasks: Iterator[Row], pipeline: Callable[[Any], Any]) -> Iterator[Row]:
        # The results in the order of the tasks.
        while window := list(islice(tasks, _WINDOW)):
            with _told():
                yield from pipeline(self._ray.data.from_items(window, override_num_blocks=len(window))).iter_rows()


@contextmanager
def ray_engine(address: str | None) -> Iterator[RayEngine]:
    """Join the cluster at `address`, or start one of two workers here; leave it, or end it, afterwards.

    Raises UserError in one sentence when Ray is not installed, or when there is no such cluster.
    """
    try:
        import ray
        import ray.data
        from ray._common.usage.usage_lib import set_usage_stats_enabled_via_env_var
        from ray._private import ray_constants
    except ImportError:
        raise UserError('The engine "ray" is not installed; install it with: pip install "aisle[ray]"') from None
    set_usage_stats_enabled_via_env_var(False)
    # By default a cluster of one machine is open to the others on Linux; this is what keeps it on loopback elsewhere.
    ray_constants.ENABLE_RAY_CLUSTER = bool(address)
    quiet: dict[str, Any] = {"include_dashboard": False, "log_to_driver": False, "logging_level": logging.ERROR}
    start = {"address": "local", "num_cpus": _WORKERS, "object_store_memory": _MEMORY, **quiet}
    join = {"address": address, "log_to_driver": False, "logging_level": logging.ERROR}
    try:
        if address and ":" in address:
            _check_listening(address)  # Ray itself tries for two minutes
        ray.init(**(join if address else start))
    except Exception as error:  # of the network, of versions that differ, of a machine without room
        where = f"The Ray cluster at {address} cannot be joined" if address else "Ray cannot be started here"
        raise UserError(f"{where}: {_first_line(error)}. Check it with `ray status`, or leave out --engine ray.") from None
    try:
        _be_quiet(ray.data.DataContext.get_current())
        yield RayEngine(ray)
    finally:
        ray.shutdown()


def _check_listening(address: str) -> None:
    host, _, port = address.rpartition("/")[2].rpartition(":")
    socket.create_connection((host, int(port)), timeout=_PATIENCE).close()


def _be_quiet(context: Any) -> None:
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    context.enable_progress_bars = False
    context.execution_options.preserve_order = True


@contextmanager
def _told() -> Iterator[None]:
    from ray.exceptions import RayError

    try:
        yield
    except RayError as error:
        raise UserError(
            f"A Ray worker failed: {_last_line(error)}. "
            "Every machine of the cluster needs the same Python and the same Aisle; the index stays as it was."
        ) from None


def _gather(row: Row) -> Row:
    gathered = Gathering()
    gathered.add(pickle.loads(row["given"]))  # noqa: S301
    return {"made": pickle.dumps(gathered)}


class _Embedding:
    # Opened once on each worker, however many texts it is given.
    def __init__(self, held: Sequence[Any]) -> None:
        import ray

        self._embedder: Embedder = pickle.loads(ray.get(held[0]))  # noqa: S301

    def __call__(self, row: Row) -> Row:
        return {"made": pickle.dumps(self._embedder.embed(pickle.loads(row["given"])))}  # noqa: S301


def _parts(whole: Sequence[T]) -> Iterator[Sequence[T]]:
    return (whole[start : start + _BATCH] for start in range(0, len(whole), _BATCH))


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


def _last_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[-1].rstrip(".")
