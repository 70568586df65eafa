"""Encoders: the one that a config asks for."""

from __future__ import annotations

from .config import Config
from .fused import Fused
from .model import Encoder


def encoder_of(config: Config) -> Encoder:
    """A new encoder, with random weights."""
    return Fused(config) if config.body == "fused" else Encoder(config)
