"""Understanding: what one utterance means, by local rules over the shop's own words."""
