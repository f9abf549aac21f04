"""Random floors whose truth is known, drawn the way different offices draw."""
