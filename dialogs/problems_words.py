"""Problems."""

from dialogs.problems import Kind

KINDS: tuple[Kind, ...] = ()
