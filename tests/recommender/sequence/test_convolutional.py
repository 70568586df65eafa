import torch

from recommender.sequence.config import Config
from recommender.sequence.convolutional import Convolutional

CONFIG = Config(items=5, width=8, blocks=2, dropout=0.0)


def test_a_place_sees_itself_and_a_window_before_it_that_grows_with_depth() -> None:
    for depth, seen in ((0, 7), (1, 25)):  # 1 + 2 * (1 + 2), 1 + 2 * (4 + 8)
        torch.manual_seed(0)
        block = Convolutional(CONFIG, depth)
        x = torch.randn(1, 40, 8, requires_grad=True)
        block(x, None)[0, 30].sum().backward()
        assert x.grad is not None
        felt = torch.nonzero(x.grad[0].abs().sum(1))[:, 0]
        assert felt.max() == 30
        assert felt.min() == 30 - seen + 1
