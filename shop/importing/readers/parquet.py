"""Parquet: columns on disk, read in batches."""

from __future__ import annotations

from collections.abc import Iterator

from ..broken import BrokenFile
from ..row import Row
from ..source import Source

_BATCH = 1000


def read_parquet(source: Source, rows_of: str | None = None) -> Iterator[Row]:
    """Rows as dicts; `line` counts rows. Raises BrokenFile when it is damaged."""
    import pyarrow as pa
    from pyarrow import parquet

    number = 0
    try:
        with parquet.ParquetFile(source.path) as file:
            for batch in file.iter_batches(_BATCH):
                for data in batch.to_pylist():
                    number += 1
                    yield Row(number, data)
    except (pa.ArrowException, OSError) as error:
        raise BrokenFile(source.path, f"it is not whole Parquet ({str(error).splitlines()[0]}).") from None
