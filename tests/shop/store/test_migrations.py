from __future__ import annotations

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from shop.folder import Folder
from shop.product import Product, Variant
from shop.store.database import _MIGRATIONS
from shop.store.store import Store
from shop.store.tables import metadata


def test_the_migrations_lead_to_the_tables_in_the_code(store: Store) -> None:
    with store._database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_shop_of_an_older_aisle_is_brought_up_to_date_with_its_goods(store: Store, folder: Folder) -> None:
    lamp = Product(id="lamp", title="Lamp", variants=(Variant(id="lamp", stock=3),))
    store.catalogue.upsert([lamp])
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with store._database.write() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        assert "cost" not in [row.name for row in connection.exec_driver_sql("PRAGMA table_info(variants)")]
    store.close()
    opened = Store.open(folder)
    assert opened.catalogue.get("lamp") == lamp
    opened.close()
