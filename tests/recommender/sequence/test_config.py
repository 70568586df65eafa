import pytest

from recommender.sequence.config import Config


def test_each_kind_has_a_name_of_its_own() -> None:
    kinds = (Config(5), Config(5, causal=False), Config(5, body="recurrent"), Config(5, body="convolutional"))
    assert [kind.name for kind in (*kinds, Config(5, body="fused"))] == [
        "causal",
        "masked",
        "recurrent",
        "convolutional",
        "fused",
    ]


def test_what_reads_forwards_only_cannot_be_masked() -> None:
    with pytest.raises(ValueError, match="recurrent body reads forwards only"):
        Config(5, body="recurrent", causal=False)
