"""Database: one engine, migrated on opening, with read and write transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import orjson
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    DBAPIError,
    IntegrityError,
    OperationalError,
    ProgrammingError,
    SQLAlchemyError,
)

from ..errors import StoreError

_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_SECONDS = 30
_IN_TURN = 0x41495345  # the lock that writers of the feed wait for on PostgreSQL; SQLite has one writer anyway
_JSON: dict[str, Any] = {"json_deserializer": orjson.loads}  # most of what reading a catalogue takes is its JSON


class Database:
    """Transactions over one SQL database. Thread-safe; SQLite runs in WAL mode, so readers never wait for a writer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Database:
        """Connect and bring the tables up to date. Raises StoreError when that cannot be done."""
        try:
            engine = _engine(url)
            _migrate(engine)
        except ImportError as error:
            raise StoreError(
                f"The database {_shown(url)} needs {error.name}; install it with: pip install 'aisle[postgres]'."
            ) from None
        except SQLAlchemyError as error:
            raise StoreError(
                f"The database {_shown(url)} cannot be opened: {_reason(error)}. "
                "Check its path, its permissions and the space that is left."
            ) from None
        return cls(engine)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded default."""
        return self._engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading."""
        with self._guarded(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self, *, in_turn: bool = False) -> Iterator[Connection]:
        """One transaction: everything in it is stored, or nothing.

        `in_turn` waits for every other one that is, so that numbers given in it are stored in their order: whoever reads up to
        a number has missed none below it.
        """
        with self._guarded(), self._engine.connect() as connection:
            # SQLite would otherwise take the write lock late, and fail instead of waiting for it.
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                with _sqlite_transaction(connection):
                    yield connection
            else:
                with connection.begin():
                    if in_turn:
                        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_IN_TURN})")
                    yield connection

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (IntegrityError, ProgrammingError, DataError):
            raise  # these are the caller's
        except DatabaseError as error:
            raise StoreError(f"The database could not do that: {_reason(error)}. Nothing of it was stored.") from None


@contextmanager
def _sqlite_transaction(connection: Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        # A full disk makes SQLite roll back by itself, and a second ROLLBACK would hide the reason.
        with suppress(OperationalError):
            connection.exec_driver_sql("ROLLBACK")
        raise
    connection.exec_driver_sql("COMMIT")


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, **_JSON)
    engine = create_engine(url, isolation_level="AUTOCOMMIT", connect_args={"timeout": _BUSY_SECONDS}, **_JSON)

    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-65536"):
            connection.execute(f"PRAGMA {pragma}").close()

    return engine


def _migrate(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    head = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        if current == head:
            return
    # Two processes that open a new folder at once must not both create its tables.
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            with _sqlite_transaction(connection):
                _upgrade(config, connection)
        else:
            with connection.begin():
                _upgrade(config, connection)


def _upgrade(config: Config, connection: Connection) -> None:
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _shown(url: str) -> str:
    scheme, sign, rest = url.partition("://")
    return f"{scheme}{sign}{rest.rpartition('@')[2]}"


def _reason(error: BaseException) -> str:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return str(cause).strip().rstrip(".")
