"""The one way in which a request is refused."""


class Rejected(Exception):
    """A request that is not answered: 400, and `reason` as one line in the log.

    The reason is a constant sentence: it holds nothing that the request said.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
