"""Import: other people's files become the shop's products, reviews, customers, orders and policies."""

from .imported import Imported
from .importer import import_files

__all__ = ["Imported", "import_files"]
