from datetime import UTC, datetime

import numpy as np

from recommender.final.features import NAMES, kept, of_product, table_of
from shop.product import Product, Variant


def test_the_log_keeps_what_says_something_in_few_digits() -> None:
    assert kept({"search": 0.123456, "next": 0.0, "rank": 3.0, "unheard_of": 1.0}) == {"search": 0.1235}


def test_a_table_has_one_column_for_each_name_and_may_be_empty() -> None:
    assert table_of([{"next": 0.5}]).tolist() == [[0.5 if name == "next" else 0.0 for name in NAMES]]
    assert table_of([]).shape == (0, len(NAMES))
    assert np.isfinite(table_of([{"next": float("nan"), "search": float("-inf")}])).all()


def test_a_rating_counts_by_how_many_gave_it_and_age_by_thirty_days() -> None:
    def made(rating: float | None, reviews: int) -> Product:
        new = datetime(2026, 1, 1, tzinfo=UTC)
        return Product(id="a", title="a", rating=rating, reviews=reviews, created=new, variants=(Variant(id="a"),))

    now = datetime(2026, 1, 31, tzinfo=UTC).timestamp()
    few, many, bad = (of_product(made(*rated), now)["rating"] for rated in ((5.0, 1), (5.0, 500), (1.0, 500)))
    assert 0 < few < 0.2 < 0.9 < many
    assert bad < -0.9
    assert of_product(made(None, 0), now) == {"fresh": 0.5}
