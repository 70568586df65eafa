import torch

from recommender.sequence.config import Config
from recommender.sequence.recurrent import Recurrent


def test_the_first_place_is_remembered_at_the_last_and_no_place_sees_a_later_one() -> None:
    torch.manual_seed(0)
    block = Recurrent(Config(items=5, width=8, dropout=0.0))
    x = torch.randn(1, 12, 8, requires_grad=True)
    block(x, None)[0, 8].sum().backward()
    assert x.grad is not None
    felt = x.grad[0].abs().sum(1)
    assert (felt[:9] > 0).all()
    assert (felt[9:] == 0).all()
