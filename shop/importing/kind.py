"""Kind: what the records of a file are: products, reviews, customers, orders, policies or events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from .columns import field_of, fields_of, folded

Kind = Literal["products", "policies", "reviews", "customers", "orders", "events"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# The order in which kinds are stored: what others point to comes first.
STORED = ("products", "customers", "orders", "reviews", "policies", "events")

_SECTION_NAMES: dict[Kind, str] = {
    "products": "product products goods catalog catalogue productlist goodslist 商品 商品列表 产品",
    "customers": "customer customers user users shoppers members usersinfo 用户 客户 会员",
    "orders": "order orders 订单 订单列表",
    "reviews": "review reviews comments ratings 评论 评价",
    "policies": "policy policies faq faqs 政策 常见问题",
    "events": "event events interactions clicks 行为",
}
_SECTIONS: dict[str, Kind] = {name: kind for kind, names in _SECTION_NAMES.items() for name in names.split()}
_CONTAINERS = frozenset({"data", "items", "rows", "records", "results", "list", "entries"})


def is_worthy(section: str) -> bool:
    """Whether a list in a JSON file has the name of something to import."""
    return section == "" or folded(section) in _SECTIONS or folded(section) in _CONTAINERS


def kind_of_section(section: str) -> Kind | None:
    """The kind that a list's name in a JSON file tells, or None."""
    return _SECTIONS.get(folded(section))


def kind_of(columns: Iterable[str]) -> Kind:
    """The kind that the columns tell; products when nothing else fits."""
    columns = list(columns)
    names = {folded(column) for column in columns}
    has = {kind: {field for column in columns for _, field in fields_of(kind, column)} for kind in KINDS}
    priced = "price" in has["products"]
    if _is_events(has["events"]) and not {"title", "text"} & (has["reviews"] | has["products"]):
        return "events"
    if _is_orders(names, has["orders"]):
        return "orders"
    if "product" in has["reviews"] and not priced and "stars" in has["reviews"] and "text" in has["reviews"]:
        return "reviews"
    if not priced and _is_customers(has["customers"], has["products"]):
        return "customers"
    if not priced and ({"question", "answer"} <= names or {"问题", "答案"} <= names or ("topic" in names and "text" in names)):
        return "policies"
    return "products"


def _is_events(has: set[str]) -> bool:
    who, what = bool({"shopper", "session"} & has), bool({"product", "query"} & has)
    return who and what and "time" in has and bool({"kind", "value"} & has)


def _is_orders(names: set[str], has: set[str]) -> bool:
    numbered = any(field_of("orders", name) == "id" for name in names)
    return numbered and len({"shopper", "status", "placed", "lines", "total"} & has) >= 2


def _is_customers(customers: set[str], products: set[str]) -> bool:
    return bool({"email", "first_name", "address", "street"} & customers) and not {"brand", "category", "stock"} & products
