"""Plan: which tools a turn needs, from what was understood. What the built-in planner decides by."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from assistant.tools.context import Context
from assistant.tools.registry import BUILT_IN, Registry
from assistant.understanding.cues import AMONG
from assistant.understanding.quantities import is_more
from assistant.understanding.understanding import Understanding
from retrieval.tokens import units

_ALL = re.compile(r"\b(?:empty|clear|everything|all)\b|清空|全部|都", re.IGNORECASE)  # of the cart
_MOST_COMPARED = 4
_LEAST_STEM = 4  # letters of a tool's name that a word must begin with


class Call(NamedTuple):
    """One tool call."""

    name: str
    arguments: dict[str, Any]


def plan(context: Context, understood: Understanding, registry: Registry) -> list[Call]:
    """The calls in their order; none when words alone are the answer."""
    plugins = _plugins(context, understood, registry)
    calls = list(plugins)
    has = understood.has
    pointed = [reference.product_id for reference in understood.references if reference.product_id]
    if has("cart_add"):
        calls += [_addition(context, understood, id_) for id_ in pointed or _meant(context, understood)]
    elif has("cart_remove"):
        calls += _removals(context, understood, pointed)
    elif has("cart_view"):
        calls.append(Call("view_cart", {}))
    if has("compare"):
        among = _MOST_COMPARED if AMONG.search(understood.text) else 2
        compared = pointed if len(pointed) > 1 else [card.product_id for card in context.state.shown[:among]]
        calls += [Call("compare_products", {"product_ids": compared})] if len(compared) > 1 else []
    elif has("details") and not has("policy"):
        calls += [Call("product_details", {"product_id": id_}) for id_ in pointed[:1] or _meant(context, understood)]
    if has("policy") and not plugins:
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


def _addition(context: Context, understood: Understanding, id_: str) -> Call:
    # "Two of these" is how many there shall be, "two more" how many come on top.
    arguments: dict[str, Any] = {"product_id": id_}
    if understood.quantity:
        lines = context.store.carts.get(context.session.id).lines
        there = sum(line.quantity for line in lines if line.product == id_) if is_more(understood.text) else 0
        arguments["quantity"] = there + understood.quantity
    return Call("update_cart", arguments)


def _meant(context: Context, understood: Understanding) -> list[str]:
    # Who points at something that is not there means nothing else.
    return [] if understood.references else _only_one(context)


def _only_one(context: Context) -> list[str]:
    # Without pointing, what was talked about last is meant, or the only card there is.
    if context.state.focus:
        return [context.state.focus]
    return [card.product_id for card in context.state.shown] if len(context.state.shown) == 1 else []


def _removals(context: Context, understood: Understanding, pointed: list[str]) -> list[Call]:
    lines = context.store.carts.get(context.session.id).lines
    unwanted = [line for line in lines if line.product in pointed or _ALL.search(understood.text)]
    named = any(reference.kind != "pronoun" for reference in understood.references)
    if not unwanted and not named:
        # "Take it out again" is about what was talked about last, else about what went in last.
        unwanted = [line for line in lines if line.product == context.state.focus] or list(lines[-1:])
    return [
        Call(
            "update_cart",
            {
                "product_id": line.product,
                "variant_id": line.variant,
                "quantity": max(0, line.quantity - understood.quantity) if understood.quantity else 0,
            },
        )
        for line in unwanted
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
