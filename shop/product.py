"""Product: what a shop sells, with the variants a shopper can buy."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from .money import Money


class Variant(BaseModel):
    """One thing that can be put into a cart.

    `options` holds what tells it from its siblings, under canonical attribute names ("color", "size").
    A price or a stock of None is unknown, which is not the same as free or sold out.
    `cost` is what the shop paid for it. It is in no dump and no text of a variant, for it is nobody else's business.
    """

    model_config = ConfigDict(frozen=True)

    id: str = Field(min_length=1)
    price: Money | None = None
    list_price: Money | None = None  # the struck-through price
    stock: int | None = None
    options: dict[str, str] = {}
    image: str | None = None
    cost: Money | None = Field(default=None, exclude=True, repr=False)

    @property
    def margin(self) -> float | None:
        """The share of the price that stays with the shop, below 0 when it is sold at a loss; None when it is not known."""
        if self.cost is None or self.price is None or not self.price.minor or self.cost.currency != self.price.currency:
            return None
        return (self.price.minor - self.cost.minor) / self.price.minor

    @property
    def in_stock(self) -> bool | None:
        """Whether it can be bought now; None when the shop does not say."""
        return None if self.stock is None else self.stock > 0


class Translation(BaseModel):
    """A product's words in one more language.

    `terms` translates attribute names, attribute values, option values and the brand, word for word.
    """

    model_config = ConfigDict(frozen=True)

    title: str
    description: str = ""
    category: tuple[str, ...] = ()
    terms: dict[str, str] = {}


class Product(BaseModel):
    """What a shop sells. Only id, title and one variant are certain; everything else may be unknown.

    `id` is the source's own id, unchanged. `category` is a path from the general to the particular.
    `attributes` has canonical names ("color", "material", "audience", "ram") and the shop's own values.
    `images` are http(s) URLs, or names under the data folder's media/ written as "media/NAME".
    """

    model_config = ConfigDict(frozen=True)

    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    language: str = "en"
    description: str = ""
    category: tuple[str, ...] = ()
    brand: str | None = None
    attributes: dict[str, tuple[str, ...]] = {}
    variants: tuple[Variant, ...] = Field(min_length=1)
    images: tuple[str, ...] = ()
    url: str | None = None
    rating: float | None = None  # mean stars, 1 to 5
    reviews: int = 0  # how many ratings stand behind `rating`
    created: datetime | None = None
    translations: dict[str, Translation] = {}

    def variant(self, variant_id: str) -> Variant | None:
        """The variant of that id, or None."""
        return next((variant for variant in self.variants if variant.id == variant_id), None)

    def buyable(self) -> Variant | None:
        """The first variant that is not sold out."""
        return next((variant for variant in self.variants if variant.in_stock is not False), None)

    def title_in(self, language: str) -> str:
        """The title in that language where the shop has one, else in its own."""
        translation = self.translations.get(language)
        return translation.title if translation else self.title

    def description_in(self, language: str) -> str:
        """The description in that language where the shop has one, else in its own."""
        translation = self.translations.get(language)
        return translation.description or self.description if translation else self.description

    def category_in(self, language: str) -> tuple[str, ...]:
        """The category path in that language where the shop has one, else in its own."""
        translation = self.translations.get(language)
        return translation.category or self.category if translation else self.category

    def term_in(self, term: str, language: str) -> str:
        """An attribute name, value or brand in that language where the shop has one, else unchanged."""
        translation = self.translations.get(language)
        return translation.terms.get(term, term) if translation else term
