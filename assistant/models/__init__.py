"""The language model: a port, the endpoints behind it, and a scripted fake."""

from .model import Model, Unavailable
from .scripted import Scripted

__all__ = ["Model", "Scripted", "Unavailable"]
