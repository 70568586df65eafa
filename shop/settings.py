"""Settings: the one place where the environment is read. `AISLE_` is the prefix, `__` goes into a group."""

from __future__ import annotations

from datetime import time
from pathlib import Path

from pydantic import BaseModel, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from .errors import SettingsError


class Llm(BaseModel):
    """An OpenAI-compatible endpoint. Without `base_url` the built-in planner and writer serve every turn."""

    base_url: str | None = None
    model: str | None = None
    api_key: SecretStr = SecretStr("none")
    timeout: float = Field(default=30, gt=0)  # seconds for one call
    max_tokens: int = Field(default=512, ge=16)


class Limits(BaseModel):
    """What one caller may do before they are asked to wait."""

    turns_per_minute: int = Field(default=20, ge=1)  # a session
    requests_per_minute: int = Field(default=60, ge=1)  # chat turns, an address
    lookups_per_minute: int = Field(default=600, ge=1)  # all other calls of the API, an address
    sessions_per_hour: int = Field(default=120, ge=1)  # new ones, an address
    body_bytes: int = Field(default=64 * 1024, ge=1024)
    utterance_characters: int = Field(default=2000, ge=1)


class Search(BaseModel):
    """How search orders what it finds, and how its index is kept.

    Each signal is worth at most so much of a score of about 1; 0 switches it off.
    """

    stock: float = Field(default=0.01, ge=0, le=0.03)
    rating: float = Field(default=0.01, ge=0, le=0.03)
    freshness: float = Field(default=0.005, ge=0, le=0.03)
    margin: float = Field(default=0, ge=0, le=0.03)
    reranker: str | None = None  # cross-encoder:NAME, or the address of a server with /rerank
    reranker_model: str | None = None  # which model there
    reranker_key: SecretStr = SecretStr("none")
    reranker_weight: float = Field(default=0.3, ge=0, le=1)
    reranker_top: int = Field(default=50, ge=2, le=200)
    reranker_timeout: float = Field(default=2, gt=0)  # seconds for one call
    embedder: str = Field(default="static", pattern=r"^(static|minilm(:.+)?|sentence-transformers:.+|openai:.+)$")
    embedder_url: str | None = None  # of openai:NAME, up to and with /v1; default: that of the language model
    embedder_key: SecretStr | None = None  # default: that of the language model
    embedder_timeout: float = Field(default=10, gt=0)  # seconds for one call
    compact_at: time | None = time(3, 30)  # local time; empty for never

    @field_validator("compact_at", mode="before")
    @classmethod
    def _never(cls, value: object) -> object:
        return None if value == "" else value


class Ranking(BaseModel):
    """How the ranker learns while the shop is open."""

    explore: float = Field(default=0.1, ge=0, le=1)  # share of the recommended lists whose last place is drawn
    train_at: time | None = time(4, 0)  # local time; empty for never
    train_after: int = Field(default=1000, ge=1)  # new events, below which no training is worth its while

    @field_validator("train_at", mode="before")
    @classmethod
    def _never(cls, value: object) -> object:
        return None if value == "" else value


class Settings(BaseSettings):
    """Everything that can be set from outside, with its default."""

    model_config = SettingsConfigDict(env_prefix="AISLE_", env_nested_delimiter="__", extra="ignore")

    data: Path = Path(".aisle")
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=0, le=65535)
    database_url: str | None = None  # default: SQLite in the data folder
    chroma_url: str | None = None  # default: embedded in the data folder
    tools_path: Path | None = None  # a folder whose *.py files hold tools
    shop_name: str | None = None  # default: what the data folder says
    session_days: int = Field(default=30, ge=1)
    llm: Llm = Llm()
    limits: Limits = Limits()
    search: Search = Search()
    ranking: Ranking = Ranking()


def load_settings(**overrides: object) -> Settings:
    """Read the environment; keyword arguments win over it. Raises SettingsError that names the variable."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "AISLE_" + "__".join(str(part).upper() for part in first["loc"])
        raise SettingsError(f"Setting {name} is wrong: {first['msg']} (it is {first.get('input')!r}).") from None
