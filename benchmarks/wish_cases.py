"""Wish cases: sentences with two to four wishes and exclusions, as shoppers write them, each with what would break it.

A case is made from one variant of one product, so that something in the shop satisfies it. The truth is read from the
product's attributes here, and from nothing that search itself uses.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shop.product import Product, Variant

Breaks = Callable[[Product, Variant], bool | None]  # None where the shop does not say

# Shades that a shopper who asks for the colour may be shown, beside those that end with its name.
SHADES: Mapping[str, tuple[str, ...]] = {
    "blue": ("navy", "light blue", "sky blue", "teal", "indigo", "denim"),
    "green": ("olive", "sage", "mint", "teal", "khaki", "emerald"),
    "red": ("wine", "burgundy", "coral", "terracotta"),
    "brown": (
        "tan",
        "camel",
        "cognac",
        "chocolate",
        "walnut",
        "oak",
        "natural wood",
        "chestnut",
        "caramel",
        "coffee",
        "khaki",
        "copper",
        "bronze",
    ),
    "grey": ("graphite", "silver", "charcoal", "slate"),
    "yellow": ("mustard", "lemon", "gold"),
    "white": ("cream", "ivory", "off-white", "pearl"),
    "pink": ("rose", "blush", "coral"),
    "beige": ("tan", "camel", "sand", "cream", "khaki"),
    "purple": ("lavender", "lilac", "plum"),
    "gold": ("rose gold",),
    "cotton": ("denim", "corduroy", "flannel", "poplin"),
    "ceramic": ("stoneware", "porcelain"),
    "leather": ("suede", "nubuck"),
    "orange": ("coral", "terracotta", "apricot"),
}
# What one product cannot be and still be what was asked for; softer words are left out of the cases.
_HARD = ("color", "material", "size")


@dataclass(frozen=True)
class Wish:
    """One wish: its kind, its words in the sentence, and what breaks it."""

    kind: str
    words: str
    breaks: Breaks


@dataclass(frozen=True)
class Case:
    """A sentence, its language, its wishes, and whether it is worded by somebody else."""

    text: str
    language: str
    wishes: tuple[Wish, ...]
    category: str
    fresh: bool


@dataclass(frozen=True)
class Wording:
    """The phrases of one language; `{}` takes the value."""

    lead: Sequence[str]
    most: Sequence[str]
    least: Sequence[str]
    between: Sequence[str]
    stars: Sequence[str]
    stock: Sequence[str]
    size: Sequence[str]
    but: Sequence[str]
    brand: Sequence[str]
    either: Sequence[str]
    join: Sequence[str]


ENGLISH = Wording(
    lead=(
        "",
        "I want",
        "I'm looking for",
        "show me",
        "do you have",
        "can you find me",
        "I need",
        "any",
        "would love to get",
        "on the hunt for",
        "got any",
        "what about",
    ),
    most=(
        "under ${}",
        "below {} dollars",
        "for less than ${}",
        "no more than ${}",
        "up to ${}",
        "${} max",
        "at most ${}",
        "not over ${}",
        "my limit is ${}",
        "for ${} or less",
        "within ${}",
    ),
    least=(
        "over ${}",
        "above ${}",
        "for at least ${}",
        "more than ${}",
        "from ${} up",
        "starting at ${}",
        "not below ${}",
        "costing ${} or more",
    ),
    between=(
        "between ${} and ${}",
        "${} to ${}",
        "from ${} to ${}",
        "${}-${}",
        "anywhere from ${} to ${}",
        "somewhere between ${} and ${}",
        "in the ${}–${} range",
    ),
    stars=(
        "at least {} stars",
        "rated {} stars or more",
        "with {}+ stars",
        "{} stars and up",
        "minimum {} stars",
        "with a rating of {} or higher",
        "{} stars minimum",
    ),
    stock=("in stock", "available now", "that you have in stock", "ready to ship", "not sold out", "that I can buy right now"),
    size=("in size {}", "size {}", "in a size {}", "my size is {}", "for size {}"),
    but=(
        "no {}",
        "not {}",
        "without {}",
        "but not {}",
        "except {}",
        "anything but {}",
        "nothing in {}",
        "please avoid {}",
        "other than {}",
        "I don't like {}",
        "skip {}",
    ),
    brand=("by {}", "from {}", "made by {}", "the brand should be {}", "only {}"),
    either=("{} or {}", "either {} or {}"),
    join=(" ", ", "),
)
CHINESE = Wording(
    lead=("", "我想买", "我要", "有没有", "帮我找", "推荐", "想找", "给我看看", "求一款", "我在找", "麻烦推荐下", "请问有"),
    most=(
        "{}美元以下",
        "不超过{}美元",
        "{}美元以内",
        "最多{}美元",
        "低于{}美元",
        "预算{}美元",
        "{}美元封顶",
        "控制在{}美元以内",
        "别超过{}美元",
    ),
    least=("{}美元以上", "至少{}美元", "高于{}美元", "{}美元起", "不低于{}美元"),
    between=("{}到{}美元", "{}-{}美元", "{}至{}美元之间", "价格在{}和{}美元之间", "{}~{}美元"),
    stars=("{}星以上", "至少{}星", "评分{}以上", "不低于{}星", "{}星及以上"),
    stock=("有货的", "现货", "有库存的", "现在能买到的", "没卖完的"),
    size=("{}码", "尺码{}", "{}号", "我穿{}码", "要{}码的"),
    but=("不要{}", "不要{}的", "除了{}", "别给我{}的", "不含{}", "{}的不考虑", "不喜欢{}", "排除{}", "拒绝{}"),
    brand=("{}的", "{}牌的", "{}品牌", "品牌要{}", "只要{}的"),
    either=("{}或者{}", "{}或{}"),
    join=("，", " "),
)
# Written by somebody who had never seen how search reads. At first sight one case in six was misread.
ENGLISH_FRESH = Wording(
    lead=(
        "I'd like",
        "looking to buy",
        "help me find",
        "I'm after",
        "do you sell",
        "could you recommend",
        "in the market for",
        "searching for",
    ),
    most=(
        "${} tops",
        "no higher than ${}",
        "${} or under",
        "maximum ${}",
        "not exceeding ${}",
        "cheaper than ${}",
        "{} bucks or less",
        "I can't spend more than ${}",
        "price cap ${}",
        "capped at ${}",
    ),
    least=(
        "${} and up",
        "${} or higher",
        "no less than ${}",
        "upwards of ${}",
        "minimum ${}",
        "priced at ${} or above",
        "no cheaper than ${}",
        "{} bucks or more",
        "{} dollars minimum",
    ),
    between=(
        "priced between {} and {} dollars",
        "no less than ${} and no more than ${}",
        "price range ${} - ${}",
        "at least ${} but under ${}",
        "min ${} max ${}",
        "{} to {} bucks",
        "above ${} but below ${}",
        "my budget is ${} to ${}",
    ),
    stars=(
        "no less than {} stars",
        "{} stars or better",
        "rated {} and above",
        "{}+ star rating",
        "customer rating of at least {}",
        "{} stars or above",
        "nothing under {} stars",
        "not rated below {} stars",
        "reviews averaging {} stars or higher",
    ),
    stock=(
        "currently available",
        "must be in stock",
        "in-stock only",
        "not out of stock",
        "nothing sold out",
        "available to order now",
        "nothing on backorder",
        "can ship right away",
    ),
    size=(
        "sized {}",
        "I wear a {}",
        "I wear size {}",
        "I'm a size {}",
        "I take a size {}",
        "sz {}",
        "size: {}",
        "{} is my size",
        "needs to be a size {}",
    ),
    but=(
        "excluding {}",
        "I don't want {}",
        "as long as it's not {}",
        "don't show me {}",
        "absolutely no {}",
        "I can't stand {}",
        "leave out {}",
        "definitely not {}",
        "{} is a no-go",
        "anything except {}",
    ),
    brand=(
        "brand: {}",
        "{} brand",
        "{} only",
        "it has to be {}",
        "from the brand {}",
        "I only buy {}",
        "manufactured by {}",
        "must be made by {}",
    ),
    either=("{}/{}", "{} or maybe {}", "{} or perhaps {}"),
    join=("; ", ". "),
)
CHINESE_FRESH = Wording(
    lead=("我想要", "打算买", "想入手", "求推荐", "帮忙找一下", "能不能介绍几款", "店里卖不卖", "搜一下"),
    most=(
        "{}刀以内",
        "不要超过{}美金",
        "最高{}美元",
        "顶多{}刀",
        "{}美金之内",
        "价格上限{}美元",
        "不高于{}美元",
        "${}以下",
        "预算上限${}",
        "超过{}刀的不要",
    ),
    least=(
        "{}刀以上",
        "不少于{}美金",
        "{}美元往上",
        "起码{}美金",
        "最少{}美元",
        "${}以上",
        "价格大于{}美元",
        "{}美元或以上",
        "低于{}刀的不要",
    ),
    between=(
        "{}到{}刀",
        "{}美元到{}美元之间",
        "介于{}美元和{}美元之间",
        "价位{}-{}美金",
        "${}-${}",
        "预算{}到{}美金",
        "最低{}美元最高{}美元",
        "价格区间{}至{}美元",
    ),
    stars=(
        "{}星或以上",
        "最少{}星",
        "{}星起",
        "评分不低于{}",
        "评分至少{}分",
        "起码{}星",
        "评价在{}星以上",
        "低于{}星的不要",
        "星级不低于{}星",
    ),
    stock=(
        "要现货",
        "目前有货",
        "只看有货的",
        "马上能发货的",
        "现在就能下单的",
        "不要缺货的",
        "仅限有库存",
        "没断货的",
    ),
    size=(
        "穿{}码",
        "码数{}",
        "尺码要{}",
        "{}号的",
        "我是{}码",
        "平时穿{}码",
        "需要{}码",
        "尺码选{}",
        "尺寸{}",
    ),
    but=(
        "{}除外",
        "{}的不要",
        "不想要{}的",
        "不考虑{}",
        "{}的就算了",
        "只要不是{}就行",
        "避开{}",
        "千万别是{}",
        "不接受{}的",
        "{}的别推荐",
    ),
    brand=(
        "牌子要{}",
        "{}家的",
        "{}这个牌子",
        "只看{}",
        "品牌：{}",
        "认准{}",
        "{}出的",
        "只买{}",
        "指定{}品牌",
    ),
    either=("{}或是{}", "{}或者是{}", "{}/{}"),
    join=(",", "。"),
)


def wish_cases(products: Sequence[Product], count: int, seed: int = 11) -> Iterator[Case]:
    """That many cases, half in English and half in Chinese; every fifth is worded by somebody else."""
    chance = random.Random(seed)
    goods = [product for product in products if "zh" in product.translations and product.brand]
    made = 0
    while made < count:
        language = ("en", "zh")[made % 2]
        case = _case(chance, goods, chance.choice(goods), language, fresh=made // 2 % 5 == 4)
        if case:
            made += 1
            yield case


def _case(chance: random.Random, goods: Sequence[Product], product: Product, language: str, *, fresh: bool) -> Case | None:
    variant = chance.choice(product.variants)
    wording = {("en", False): ENGLISH, ("zh", False): CHINESE, ("en", True): ENGLISH_FRESH, ("zh", True): CHINESE_FRESH}
    making = _Making(chance, goods, product, variant, language, wording[language, fresh])
    kinds = list(making.possible())
    chance.shuffle(kinds)
    wishes = [wish for kind in kinds[: chance.randint(2, 4)] if (wish := making.wish(kind))]
    if len(wishes) < 2 or any(wish.breaks(product, variant) is not False for wish in wishes):
        return None
    return Case(making.sentence(wishes), language, tuple(wishes), product.category[-1], fresh)


class _Making:
    def __init__(
        self,
        chance: random.Random,
        goods: Sequence[Product],
        product: Product,
        variant: Variant,
        language: str,
        wording: Wording,
    ) -> None:
        self.chance, self.goods, self.product, self.variant = chance, goods, product, variant
        self.language, self.wording = language, wording

    def possible(self) -> Iterator[str]:
        """The kinds of wishes that can be made of this variant."""
        yield from ("brand", "price", "not")
        if self.product.rating and self.product.rating >= 3.5:
            yield "stars"
        if self.variant.in_stock:
            yield "stock"
        yield from (name for name in _HARD if values_of(self.product, self.variant, name))

    def wish(self, kind: str) -> Wish | None:
        """A wish of that kind which this variant satisfies."""
        made: Wish | None = getattr(self, f"_{kind}")()
        return made

    def sentence(self, wishes: Sequence[Wish]) -> str:
        """All of it, as a shopper would write it: colour and material before the goods, the rest behind in any order."""
        first = [wish.words for wish in wishes if wish.kind in ("color", "material")]
        rest = [wish.words for wish in wishes if wish.kind not in ("color", "material")]
        self.chance.shuffle(rest)
        lead, kind, join = self.chance.choice(self.wording.lead), self._kind(), self.chance.choice(self.wording.join)
        if self.language == "zh":
            return f"{lead}{''.join(f'{word}的' for word in first)}{kind}" + "".join(join + word for word in rest)
        return " ".join(word for word in (lead, *first, kind) if word) + "".join(join + word for word in rest)

    def _kind(self) -> str:
        name = self.product.category_in(self.language)[-1]
        for sign in (" & ", "、", "与", "和", ", "):
            name = name.partition(sign)[0] if len(name.partition(sign)[0]) > 1 else name
        return name.lower() if self.language == "en" else name

    def _term(self, value: str) -> str:
        return self.product.term_in(value, self.language) if self.language == "zh" else value

    def _color(self) -> Wish:
        value = self.chance.choice(values_of(self.product, self.variant, "color"))
        wanted, words = [value], self._term(value)
        other = self.chance.choice(["Black", "White", "Red", "Blue", "Green"])
        spelled = {"Black": "黑色", "White": "白色", "Red": "红色", "Blue": "蓝色", "Green": "绿色"}
        if other != value and self.chance.random() < 0.2:
            wanted.append(other)
            words = self.chance.choice(self.wording.either).format(words, spelled[other] if self.language == "zh" else other)
        return Wish("color", words if self.language == "zh" else words.lower(), _breaks_value("color", wanted))

    def _material(self) -> Wish:
        value = self.chance.choice(values_of(self.product, self.variant, "material"))
        words = self._term(value)
        return Wish("material", words if self.language == "zh" else words.lower(), _breaks_value("material", [value]))

    def _size(self) -> Wish | None:
        value = values_of(self.product, self.variant, "size")[0]
        if " " in value:
            return None
        return Wish("size", self.chance.choice(self.wording.size).format(value), _breaks_exactly("size", value))

    def _brand(self) -> Wish:
        brand = self.product.brand or ""
        words = self.chance.choice(self.wording.brand).format(self._term(brand))
        return Wish("brand", words, lambda product, _: None if product.brand is None else product.brand != brand)

    def _price(self) -> Wish | None:
        if self.variant.price is None:
            return None
        price = float(self.variant.price.minor) / 100
        low, high = int(price * self.chance.uniform(0.5, 0.95)), int(price * self.chance.uniform(1.05, 1.8)) + 1
        kind = self.chance.choice(("most", "least", "between"))
        if low < 1 and kind != "most":
            return None
        amounts = {"most": (high,), "least": (low,), "between": (low, high)}[kind]
        words = self.chance.choice(getattr(self.wording, kind)).format(*amounts)
        least = Decimal(low) if kind != "most" else None
        most = Decimal(high) if kind != "least" else None
        return Wish(kind, words, _breaks_price(least, most))

    def _stars(self) -> Wish:
        stars = self.chance.choice([number for number in (3, 3.5, 4, 4.5) if number <= (self.product.rating or 0)])
        words = self.chance.choice(self.wording.stars).format(f"{stars:g}")
        return Wish("stars", words, lambda product, _: None if product.rating is None else product.rating < stars)

    def _stock(self) -> Wish:
        return Wish("stock", self.chance.choice(self.wording.stock), lambda _, variant: variant.in_stock is False)

    def _not(self) -> Wish | None:
        attribute = self.chance.choice(("color", "material", "brand"))
        kin = [other for other in self.goods if other.category == self.product.category and other.id != self.product.id]
        other = self.chance.choice(kin or list(self.goods))
        theirs = [other.brand or ""] if attribute == "brand" else values_of(other, other.variants[0], attribute)
        own = {self.product.brand} if attribute == "brand" else set(values_of(self.product, self.variant, attribute))
        unwanted = next((value for value in theirs if value and not any(_alike(value, mine or "") for mine in own)), None)
        if unwanted is None:
            return None
        spoken = other.term_in(unwanted, "zh") if self.language == "zh" else unwanted
        if self.language == "en" and attribute != "brand":
            spoken = spoken.lower()
        words = self.chance.choice(self.wording.but).format(spoken)
        if attribute == "brand":
            return Wish("not brand", words, lambda product, _: product.brand == unwanted)
        return Wish(f"not {attribute}", words, lambda product, variant: unwanted in values_of(product, variant, attribute))


def values_of(product: Product, variant: Variant, attribute: str) -> list[str]:
    """What the shop says of the attribute: of this variant, or else of the product."""
    own = variant.options.get(attribute)
    return [own] if own else list(product.attributes.get(attribute, ()))


def _breaks_value(attribute: str, wanted: Sequence[str]) -> Breaks:
    def breaks(product: Product, variant: Variant) -> bool | None:
        values = values_of(product, variant, attribute)
        # A copper lamp may be of copper, or look like it.
        both = [*values, *(values_of(product, variant, "material") if attribute == "color" else ())]
        if any(_alike(value, word) for value in both for word in wanted):
            return False
        titles = " ".join((product.title, *(item.title for item in product.translations.values()))).lower()
        if not values and any(word.lower() in titles for word in wanted):
            return False
        return True if values else None

    return breaks


def _breaks_exactly(attribute: str, wanted: str) -> Breaks:
    def breaks(product: Product, variant: Variant) -> bool | None:
        values = values_of(product, variant, attribute)
        return wanted not in values if values else None

    return breaks


def _breaks_price(least: Decimal | None, most: Decimal | None) -> Breaks:
    def breaks(_: Product, variant: Variant) -> bool | None:
        if variant.price is None:
            return None
        price = Decimal(variant.price.minor) / 100
        return (least is not None and price < least) or (most is not None and price > most)

    return breaks


def _alike(value: str, word: str) -> bool:
    # "Dark Green" is a green, "Organic cotton" a cotton; navy is a blue.
    value, word = value.lower(), word.lower()
    return word in value or value in word or any(shade in value for shade in SHADES.get(word, ()))
