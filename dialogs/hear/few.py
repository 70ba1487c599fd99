"""What was worked out once, as long as there is room for it."""

from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Few(dict[K, V]):
    """A dict that begins anew when it is full: what is needed often is soon there again.

    >>> known = Few(2)
    >>> for word in ("i", "am", "here"):
    ...     known[word] = len(word)
    >>> known
    {'here': 4}
    """

    def __init__(self, most: int) -> None:
        self._most = most

    def __setitem__(self, key: K, value: V) -> None:
        if len(self) >= self._most:
            self.clear()
        super().__setitem__(key, value)
