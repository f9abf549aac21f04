"""What can go wrong with the database server, each with a stable code and one clear sentence."""


class ClusterError(Exception):
    """The database cannot be used; `message` says what happened, what was kept, what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
