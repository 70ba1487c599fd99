"""A laid-out tree as SVG: light and dark by the reader's setting, each node named for a page.

Every box carries `data-place`, and its whole text as a title, so that a page can light up
where the talk is, and a screen reader has what the eye has.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from xml.sax.saxutils import escape, quoteattr

from dialogs.authoring.layout import LINE, Arrow, Box, lay_out
from dialogs.authoring.mermaid import draw_tree
from dialogs.model import Trees

MARGIN = 12
STYLE = """
.tree{--paper:#fdfcf9;--ink:#23302c;--line:#7d8c86;--question:#dcece4;--statement:#f3ead8;
--router:#e9e9ee;--out:#fdfcf9;--here:#c2410c;font:12px system-ui,sans-serif}
@media (prefers-color-scheme:dark){.tree{--paper:#141a18;--ink:#e6ece9;--line:#8fa099;
--question:#1f3a30;--statement:#3a321f;--router:#2a2c33;--out:#141a18;--here:#fb923c}}
.tree .paper{fill:var(--paper)}.tree text{fill:var(--ink);text-anchor:middle}
.tree .box{stroke:var(--line)}.tree .question .box{fill:var(--question)}
.tree .statement .box{fill:var(--statement)}.tree .router .box{fill:var(--router)}
.tree .out .box{fill:var(--out);stroke-dasharray:4 3}.tree path{fill:none;stroke:var(--line)}
.tree .tip{fill:var(--line);stroke:none}.tree .label{font-size:11px;paint-order:stroke;
stroke:var(--paper);stroke-width:3px}.tree .here .box{stroke:var(--here);stroke-width:3px}
"""


def draw_svg(trees: Trees, name: str, notes: Mapping[str, str] | None = None) -> str:
    """The tree `name` as an SVG document. `notes` are short words under a node, by place.

    Raises `NoGraphviz` where it is not installed.
    """
    layout = lay_out(trees, name)
    width, height = layout.width + 2 * MARGIN, layout.height + 2 * MARGIN
    about = trees.trees[name].about
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tree" role="img" width="{width:g}" '
        f'height="{height:g}" viewBox="{-MARGIN} {-MARGIN} {width:g} {height:g}" '
        f"aria-label={quoteattr(f'{name}: {about}')}>",
        f"<!-- {stamp(trees, name)} -->",
        f"<style>{STYLE}</style>",
        f'<rect class="paper" x="{-MARGIN}" y="{-MARGIN}" width="{width:g}" height="{height:g}"/>',
        *map(_arrow, layout.arrows),
        *(_box(box, trees, (notes or {}).get(box.place, "")) for box in layout.boxes),
        *(_label(arrow) for arrow in layout.arrows if arrow.at),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def stamp(trees: Trees, name: str) -> str:
    """What the picture was made of, short: another stamp means that the picture is stale."""
    written = draw_tree(trees, name) + STYLE
    return f"drawn from {sha256(written.encode()).hexdigest()[:12]}"


def _box(box: Box, trees: Trees, note: str) -> str:
    node = trees.nodes.get(box.place)
    whole = " / ".join(line.text for line in node.say) if node is not None else ""
    x, y = box.x - box.width / 2, box.y - box.height / 2
    radius = 5 if box.kind == "question" else min(box.height / 2, 16)
    first = box.y - (len(box.lines) - 1) * LINE / 2 + 4
    lines = "".join(
        f'<text x="{box.x:g}" y="{first + number * LINE:g}">{escape(line)}</text>'
        for number, line in enumerate(box.lines)
    )
    below = (
        f'<text class="label note" x="{box.x:g}" y="{y + box.height + 11:g}">{escape(note)}</text>'
        if note
        else ""
    )
    return (
        f'<g class="{box.kind}" data-place={quoteattr(box.place)}>'
        f"<title>{escape(f'{box.place}: {whole}' if whole else box.place)}</title>"
        f'<rect class="box" x="{x:g}" y="{y:g}" width="{box.width:g}" height="{box.height:g}" '
        f'rx="{radius:g}"/>{lines}{below}</g>'
    )


def _arrow(arrow: Arrow) -> str:
    first, *rest = arrow.curve
    curve = f"M{_xy(first)}C{' '.join(map(_xy, rest))}L{_xy(arrow.tip)}"
    return f'<path d="{curve}"/>{_tip(arrow)}'


def _tip(arrow: Arrow) -> str:
    """A small triangle, pointing the way the curve ends."""
    (ax, ay), (bx, by) = arrow.curve[-1], arrow.tip
    length = max(((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5, 0.1)
    ux, uy = (bx - ax) / length, (by - ay) / length
    corners = [
        (bx, by),
        (bx - 8 * ux - 3.5 * uy, by - 8 * uy + 3.5 * ux),
        (bx - 8 * ux + 3.5 * uy, by - 8 * uy - 3.5 * ux),
    ]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    return f'<polygon class="tip" points="{points}"/>'


def _label(arrow: Arrow) -> str:
    assert arrow.at is not None
    x, y = arrow.at
    return f'<text class="label" x="{x:g}" y="{y + 4:g}">{escape(arrow.label)}</text>'


def _xy(point: tuple[float, float]) -> str:
    return f"{point[0]:g},{point[1]:g}"
