"""Store: everything a shop keeps, one attribute a noun, over one database."""

from __future__ import annotations

from ..folder import Folder
from .carts import Carts
from .catalogue import Catalogue
from .database import Database
from .events import Events
from .facts import Facts
from .keys import Keys
from .messages import Messages
from .orders import Orders
from .policies import Policies
from .reviews import Reviews
from .sessions import Sessions
from .shoppers import Shoppers


class Store:
    """The one thing upper floors ask for what is true. Synchronous and thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.facts = Facts(database)
        self.catalogue = Catalogue(database)
        self.reviews = Reviews(database)
        self.policies = Policies(database)
        self.shoppers = Shoppers(database)
        self.orders = Orders(database)
        self.events = Events(database)
        self.sessions = Sessions(database)
        self.messages = Messages(database)
        self.carts = Carts(database)
        self.keys = Keys(database)

    @classmethod
    def open(cls, folder: Folder, database_url: str | None = None) -> Store:
        """Open the folder's own SQLite file, or the database of that URL. Raises StoreError when it cannot be used."""
        return cls(Database.open(database_url or folder.database_url))

    def close(self) -> None:
        """Give back every connection."""
        self._database.close()
