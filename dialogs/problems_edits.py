"""Problems of an edit: what `steady check --against OLD` finds beside the others."""

from dialogs.problems import Kind

_HEAD = "tree: example\nabout: An example.\ntopic: why\nstart: {start}\nnodes:\n"
_OLD = _HEAD.format(start="hello") + (
    "  hello: {say: Let us look at last night together., go: bye}\n"
    "  bye: {say: That is enough for now., go: end}\n"
)

KINDS = (
    Kind(
        "T090",
        "a node is gone without a word of where to go on",
        "node '{slug}' of the older trees {what}, and 'migrate:' does not know it",
        "write '{slug}: {to}' under 'migrate:', which goes above 'nodes:', so that whoever is "
        "parked there goes on.",
        "Places are parked by their slug. Whoever waits at one that is gone would begin the tree "
        "again, and be asked what was answered.",
        _HEAD.format(start="evening")
        + "  evening: {say: Let us look at last night together., go: bye}\n"
        + "  bye: {say: That is enough for now., go: end}\n",
        old=_OLD,
    ),
    Kind(
        "T091",
        "a whole tree is gone",
        "tree '{tree}' of the older trees is gone; whoever is parked there lands at the front door",
        "keep the file with one node that leads on, until nobody is parked there: see --db.",
        "A person who comes back would be asked everything from the first question on.",
        "",
        old=_OLD,
    ),
)
