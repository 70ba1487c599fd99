"""`steady graph`: the picture of a tree, as SVG or as Mermaid text."""

from __future__ import annotations

import sys
from pathlib import Path

import click

EXIT_MACHINE = 3


@click.command()
@click.option("--mermaid", is_flag=True, help="Mermaid text instead of SVG.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder for the pictures of all trees, or of the named ones.",
)
@click.argument("names", nargs=-1, metavar="[TREE]...")
def graph(mermaid: bool, out: Path | None, names: tuple[str, ...]) -> None:
    """Draw the trees: what is asked, what may be answered, where it leads.

    One TREE without --out is printed. With --out every picture is a file, danger/suicide
    as danger-suicide.svg.
    """
    from dialogs.authoring.layout import NoGraphviz
    from dialogs.authoring.mermaid import draw_tree
    from dialogs.authoring.svg import draw_svg
    from dialogs.load import load_trees
    from dialogs.problems import nearest

    trees = load_trees()
    for name in names:
        if name not in trees.trees:
            hint = nearest(name, trees.trees, otherwise=False) or "steady check lists them."
            raise click.BadParameter(f"'{name}' is no tree; {hint}", param_hint="TREE")
    if out is None and len(names) != 1:
        raise click.UsageError("name one TREE, or give --out a folder for the pictures of all.")
    draw, ending = (draw_tree, "mmd") if mermaid else (draw_svg, "svg")
    try:
        if out is None:
            click.echo(draw(trees, names[0]), nl=False)
            return
        out.mkdir(parents=True, exist_ok=True)
        for name in names or trees.trees:
            path = out / f"{name.replace('/', '-')}.{ending}"
            path.write_text(draw(trees, name), "utf-8")
            click.echo(path)
    except NoGraphviz as error:
        click.echo(str(error), err=True)
        sys.exit(EXIT_MACHINE)
    except OSError as error:
        click.echo(f"{error.filename}: {error.strerror}", err=True)
        click.echo("  mend: name a folder that you may write to.", err=True)
        sys.exit(EXIT_MACHINE)
