"""Floor 1: the shop's own nouns and facts; knows no AI."""
