from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from shop.store.store import Store
from shop.store.tables import metadata


def test_the_migrations_lead_to_the_tables_in_the_code(store: Store) -> None:
    with store._database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
