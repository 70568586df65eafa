"""Plan: which tools a turn needs, from what was understood. What the built-in planner decides by."""

from __future__ import annotations

from typing import Any, NamedTuple

from assistant.tools.context import Context
from assistant.tools.registry import BUILT_IN, Registry
from assistant.understanding.understanding import Understanding
from retrieval.tokens import units

_LEAST_STEM = 4  # letters of a tool's name that a word must begin with


class Call(NamedTuple):
    """One tool call."""

    name: str
    arguments: dict[str, Any]


def plan(context: Context, understood: Understanding, registry: Registry) -> list[Call]:
    """The calls in their order; none when words alone are the answer."""
    calls = _plugins(context, understood, registry)
    has = understood.has
    pointed = [reference.product_id for reference in understood.references if reference.product_id]
    if has("cart_add"):
        calls += [Call("update_cart", {"product_id": id_}) for id_ in pointed or _only_one(context)]
    elif has("cart_remove"):
        calls += _removals(context, pointed)
    elif has("cart_view"):
        calls.append(Call("view_cart", {}))
    if has("compare"):
        compared = pointed if len(pointed) > 1 else [card.product_id for card in context.state.shown[:2]]
        calls += [Call("compare_products", {"product_ids": compared})] if len(compared) > 1 else []
    elif has("details") and not has("policy"):
        calls += [Call("product_details", {"product_id": id_}) for id_ in pointed[:1] or _only_one(context)]
    if has("policy"):
        calls.append(Call("shop_policy", {"question": understood.text[:500]}))
    if has("more"):
        calls.append(Call("recommend" if context.state.listed == "recommend" else "search_products", {"more": True}))
    elif has("search") or has("refine"):
        calls.append(Call("search_products", {}))
    elif has("recommend"):
        calls.append(Call("recommend", {}))
    if not calls and pointed and (has("unclear") or not understood.intents):
        calls.append(Call("product_details", {"product_id": pointed[0]}))
    return calls


def _only_one(context: Context) -> list[str]:
    # Without pointing, what was talked about last is meant, or the only card there is.
    if context.state.focus:
        return [context.state.focus]
    return [card.product_id for card in context.state.shown] if len(context.state.shown) == 1 else []


def _removals(context: Context, pointed: list[str]) -> list[Call]:
    lines = context.store.carts.get(context.session.id).lines
    if not pointed and ("empty" in context.text.lower() or "清空" in context.text):
        pointed = [line.product for line in lines]
    if not pointed:
        pointed = [context.state.focus] if context.state.focus else [line.product for line in lines if len(lines) == 1]
    return [
        Call("update_cart", {"product_id": line.product, "variant_id": line.variant, "quantity": 0})
        for line in lines
        if line.product in pointed
    ]


def _plugins(context: Context, understood: Understanding, registry: Registry) -> list[Call]:
    # Without a model a plug-in is called when the shopper says its name: "can you gift wrap it?"
    words = [unit.text for unit in units(understood.text)]
    calls = []
    for item in registry.tools.values():
        named = item.name.split("_")
        if item.name in BUILT_IN or not all(any(_same(word, part) for word in words) for part in named):
            continue
        pointed = [reference.product_id for reference in understood.references if reference.product_id]
        known = {
            "product_id": next(iter(pointed or _only_one(context)), None),
            "question": understood.text,
            "text": understood.text,
        }
        fields = item.arguments.model_fields
        arguments = {name: known[name] for name in fields if known.get(name) is not None}
        if all(name in arguments for name, field in fields.items() if field.is_required()):
            calls.append(Call(item.name, arguments))
    return calls


def _same(word: str, part: str) -> bool:
    return word == part or (len(part) >= _LEAST_STEM and word.startswith(part))
