"""Control points of random buildings with one known slip in them."""
