"""Config: how large an encoder is, and of which kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["attention", "recurrent", "convolutional", "fused"]


@dataclass(frozen=True)
class Config:
    """`words` is the size of the vocabulary that says what an item is; 0 for none. Raises ValueError."""

    items: int
    words: int = 0
    width: int = 64
    blocks: int = 2
    heads: int = 2
    length: int = 200  # items of a history that are read
    dropout: float = 0.2
    id_dropout: float = 0.1  # share of items that must do without their id, so that words alone come to suffice
    causal: bool = True  # False: each place sees all others, and hidden ones are guessed (BERT4Rec)
    body: Kind = "attention"

    def __post_init__(self) -> None:
        if not self.causal and self.body != "attention":
            raise ValueError(f"A {self.body} body reads forwards only; causal=False goes with attention.")

    @property
    def name(self) -> str:
        """What an encoder of that kind is called in reports and files."""
        if self.body != "attention":
            return self.body
        return "causal" if self.causal else "masked"
