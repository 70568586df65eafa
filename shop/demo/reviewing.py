"""Reviewing: what buyers wrote. Stars come from what the product deserves, words from the stars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from shop.product import Product
from shop.review import Review
from shop.shopper import Shopper

from .bilingual import Both, both
from .catalogue import Made
from .tables import table

_AVERAGE = 4.1  # reviews of a product of average fame
_MOST = 60
_SPREAD = 0.8
_UNLUCKY = 0.045  # of reviews: broken on arrival, the wrong thing for the buyer
_GOOD_AND_BAD = {
    5: ((2, 0), (3, 0), (1, 0)),
    4: ((2, 0), (2, 0), (2, 1), (1, 0)),
    3: ((1, 1),),
    2: ((0, 1), (0, 2), (1, 2)),
    1: ((0, 2), (0, 1)),
}
_DETERMINERS = {True: ("these", "这双"), False: ("this", "这款")}


def make_reviews(made: Sequence[Made], people: Sequence[Shopper], seed: int, today: date) -> list[Review]:
    """The reviews of every product; none for what has just come in."""
    return [review for each in made for review in _of_product(each, people, seed, today)]


def with_ratings(products: Sequence[Product], reviews: Sequence[Review]) -> tuple[Product, ...]:
    """The products with the mean and the number of their reviews' stars."""
    stars: dict[str, list[float]] = {}
    for review in reviews:
        stars.setdefault(review.product, []).append(review.stars)
    return tuple(_rated(product, stars.get(product.id, [])) for product in products)


def _rated(product: Product, stars: Sequence[float]) -> Product:
    if not stars:
        return product
    return product.model_copy(update={"rating": round(sum(stars) / len(stars), 2), "reviews": len(stars)})


def _of_product(made: Made, people: Sequence[Shopper], seed: int, today: date) -> list[Review]:
    rng = Random(f"{seed}/{made.product.id}/reviews")
    noon = datetime.combine(today, time(12), UTC)
    age = (noon - made.product.created).days if made.product.created else 0
    count = 0 if age < 8 else min(_MOST, round(_AVERAGE * made.draft.fame * rng.uniform(0.6, 1.4)))
    authors = rng.sample(people, count)
    said: set[str] = set()
    return [_review(rng, made, author, number, noon, age, said) for number, author in enumerate(authors, 1)]


def _review(rng: Random, made: Made, author: Shopper, number: int, noon: datetime, age: int, said: set[str]) -> Review:
    stars = (
        rng.choice((1, 1, 2))
        if rng.random() < _UNLUCKY
        else min(5, max(1, round(rng.gauss(made.draft.appeal + 0.25, _SPREAD))))
    )
    language = author.language or "en"
    title, *sentences = [sentence.in_(language) for sentence in _sentences(rng, made, stars, said)]
    gap = "" if language == "zh" else " "
    return Review(
        id=f"{made.product.id}-r{number}",
        product=made.product.id,
        stars=stars,
        title=title.rstrip(".。"),
        text=gap.join(sentences),
        author=_signature(author),
        language=language,
        time=noon - timedelta(days=rng.uniform(1, max(2, min(age - 3, 500)))),
    )


def _signature(author: Shopper) -> str:
    if author.language == "zh":
        return f"{author.name[0]}**"
    given, _, family = author.name.partition(" ")
    return f"{given} {family[:1]}."


def _sentences(rng: Random, made: Made, stars: int, said: set[str]) -> list[Both]:
    """The headline, then the body: circumstances, good sides, bad sides, a verdict."""
    words = table("reviews")
    good, bad = rng.choice(_GOOD_AND_BAD[stars])
    aspects = rng.sample(made.draft.style.aspects, min(good + bad, len(made.draft.style.aspects)))
    body = [_context(rng, made)] if rng.random() < 0.45 else []
    body += [_said(rng, words["aspects"][aspect]["good"], said) for aspect in aspects[:good]]
    complaints = [_said(rng, words["aspects"][aspect]["bad"], said) for aspect in aspects[good:]]
    if complaints and stars > 2:
        body.append(both(rng.choice(words["softener"]["but"])))
    body += complaints
    if rng.random() < 0.5:
        body.append(both(rng.choice(words["closers"][str(stars)])))
    return [_named(both(rng.choice(words["openers"][str(stars)])), made), *body]


def _said(rng: Random, sentences: Sequence[str], said: set[str]) -> Both:
    """A sentence that no earlier review of the product used, while there are any."""
    fresh = [sentence for sentence in sentences if sentence not in said]
    chosen = rng.choice(fresh or sentences)
    said.add(chosen)
    return both(chosen)


def _context(rng: Random, made: Made) -> Both:
    words, variant = table("reviews")["context"], rng.choice(made.product.variants)
    size, color = variant.options.get("size"), variant.options.get("color")
    terms = made.product.translations["zh"].terms
    if made.draft.style.sizes and size and rng.random() < 0.5:
        phrase = both(rng.choice(words["worn"]))
        return Both(phrase.en.format(size=size), phrase.zh.format(size=terms[size]))
    if color and rng.random() < 0.5:
        phrase = both(rng.choice(words["color"]))
        return Both(phrase.en.format(color=color.lower()), phrase.zh.format(color=terms[color]))
    return both(rng.choice(words["any"]))


def _named(phrase: Both, made: Made) -> Both:
    style = made.draft.style
    determiner, chinese = _DETERMINERS[style.plural]
    if style.plural and not style.sizes:
        chinese = "这款"
    return Both(
        phrase.en.format(these=f"{determiner} {style.noun.en.lower()}"), phrase.zh.format(these=f"{chinese}{style.noun.zh}")
    )
