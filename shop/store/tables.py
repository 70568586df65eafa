"""The tables, in neutral nouns. The Alembic history in migrations/ creates them; a test compares the two."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

# A fixed naming convention lets later migrations name what they alter.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only in an INTEGER primary key.
_Serial = BigInteger().with_variant(Integer(), "sqlite")

facts = Table("facts", metadata, Column("name", String(80), primary_key=True), Column("value", Text, nullable=False))

products = Table(
    "products",
    metadata,
    Column("id", String(255), primary_key=True),
    Column("title", Text, nullable=False),
    Column("language", String(16), nullable=False),
    Column("description", Text, nullable=False),
    Column("category", JSON, nullable=False),
    Column("brand", Text),
    Column("attributes", JSON, nullable=False),
    Column("images", JSON, nullable=False),
    Column("url", Text),
    Column("rating", Float),
    Column("reviews", Integer, nullable=False),
    Column("created", String(40)),
    Column("translations", JSON, nullable=False),
)

variants = Table(
    "variants",
    metadata,
    Column("product", String(255), ForeignKey("products.id", ondelete="CASCADE"), primary_key=True),
    Column("id", String(255), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("price", BigInteger),
    Column("list_price", BigInteger),
    Column("currency", String(3)),
    Column("stock", Integer),
    Column("options", JSON, nullable=False),
    Column("image", Text),
    Column("cost", BigInteger),
)

changes = Table(
    "changes",
    metadata,
    Column("seq", _Serial, primary_key=True, autoincrement=True),
    Column("product", String(255), nullable=False),
    Column("deleted", Boolean, nullable=False),
    sqlite_autoincrement=True,
)

marks = Table("marks", metadata, Column("name", String(80), primary_key=True), Column("seq", BigInteger, nullable=False))

reviews = Table(
    "reviews",
    metadata,
    Column("id", String(255), primary_key=True),
    Column("product", String(255), nullable=False, index=True),
    Column("stars", Float, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("language", String(16), nullable=False),
    Column("time", String(40)),
)

policies = Table(
    "policies",
    metadata,
    Column("id", String(255), primary_key=True),
    Column("topic", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String(16), nullable=False),
)

shoppers = Table(
    "shoppers",
    metadata,
    Column("id", String(255), primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text),
    Column("language", String(16)),
    Column("addresses", JSON, nullable=False),
    Column("preferences", JSON, nullable=False),
    Column("created", String(40)),
)

orders = Table(
    "orders",
    metadata,
    Column("id", String(255), primary_key=True),
    Column("shopper", String(255), nullable=False, index=True),
    Column("placed", String(40), nullable=False),
    Column("body", JSON, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("kind", String(20), nullable=False),
    Column("time", BigInteger, nullable=False),
    Column("shopper", String(255)),
    Column("session", String(64)),
    Column("turn", String(64)),
    Column("list_id", String(64)),
    Column("position", Integer),
    Column("product", String(255)),
    Column("variant", String(255)),
    Column("query", Text),
    Column("value", Float),
    Column("ranker_version", String(80)),
    Column("propensity", Float),
    Column("arm", String(80)),
    Column("features", JSON(none_as_null=True)),
    Column("consent", Boolean, nullable=False),
    Column("idempotency_key", String(200), unique=True),
    Index(None, "time"),
    Index(None, "shopper", "time"),
    Index(None, "session", "time"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("language", String(16)),
    Column("key", String(64)),
    Column("shopper", String(255), index=True),
    Column("consent", Boolean, nullable=False),
    Column("page", Text),
    Column("created", BigInteger, nullable=False),
    Column("last_seen", BigInteger, nullable=False),
    Column("state", JSON, nullable=False),
)

messages = Table(
    "messages",
    metadata,
    Column("turn", String(64), primary_key=True),
    Column("session", String(64), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("time", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("reply", Text, nullable=False),
    Column("language", String(16), nullable=False),
    Column("frames", JSON, nullable=False),
    Column("tools", JSON, nullable=False),
    Index(None, "session", "time"),
)

carts = Table(
    "carts",
    metadata,
    Column("session", String(64), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("lines", JSON, nullable=False),
)

keys = Table(
    "keys",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("origins", JSON, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("revoked", Boolean, nullable=False),
)
