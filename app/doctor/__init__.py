"""Looking an installation over: whether it keeps its promises, and what to do where it does not."""
