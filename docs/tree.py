"""Tree: writes the README's list of files, one line each, from what the files say of themselves.

python docs/tree.py            prints it
python docs/tree.py --write    puts it into README.md
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("shop", "retrieval", "recommender", "assistant", "ui", "benchmarks", "examples")
BEGIN, END = "<!-- tree: written by docs/tree.py -->\n```\n", "```\n<!-- end of tree -->"
_TOLD = {".html", ".css", ".js", ".md"}  # besides Python, what is listed file by file
_NAMED = {  # folders of data, which have no place to say what they are
    "shop/demo/data": "what the demo shop is made of: titles, colours, phrases, policies",
    "shop/demo/shapes": "the shapes of product pictures, one a kind of goods",
    "shop/importing/readers": "one reader a file format",
    "shop/store/migrations": "the Alembic history of the database",
    "assistant/prompts": "what a language model is told, one file a purpose",
    "ui/assets": "what browsers load: the page's style and script, the widget",
    "ui/page/templates": "the page's HTML, filled in by Jinja, which escapes every value",
    "ui/commands": "one file a command of `aisle`",
    "ui/routes": "one file a noun of the HTTP API",
    "examples/add_a_tool": "a plug-in that can be installed",
    "examples/embed_widget": "a shop's page with the chat in it",
}
_WIDTH = 34


def tree() -> str:
    """Every folder and file of the program, with what it says of itself."""
    return "".join(line for name in FOLDERS for line in _folder(ROOT / name, 0))


def written(readme: str) -> str:
    """The README with the tree in it."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{tree()}{END}{after}"


def _folder(folder: Path, depth: int) -> list[str]:
    name = folder.relative_to(ROOT).as_posix()
    told = _NAMED.get(name) or _docstring(folder / "__init__.py")
    lines = [_line(f"{'  ' * depth}{folder.name}/", told)]
    if name in _NAMED and name not in ("ui/routes", "ui/commands", "ui/assets", "shop/importing/readers"):
        return lines
    for path in sorted(folder.iterdir(), key=lambda path: (path.is_dir(), path.name)):
        if path.is_dir() and not path.name.startswith((".", "_")) and any(path.rglob("*.*")):
            lines += _folder(path, depth + 1)
        elif path.is_file() and path.name != "__init__.py" and (path.suffix == ".py" or path.suffix in _TOLD):
            lines.append(_line(f"{'  ' * (depth + 1)}{path.name}", _about(path)))
    return lines


def _line(name: str, told: str) -> str:
    return f"{name:{_WIDTH}} {told}".rstrip() + "\n"


def _about(path: Path) -> str:
    if path.suffix == ".py":
        return _docstring(path)
    first = re.sub(r"^[/*#{<!\s-]+|[*/#}>\s-]+$", "", path.read_text(encoding="utf-8").split("\n", 1)[0])
    return first.partition(": ")[2] or first


def _docstring(path: Path) -> str:
    if not path.exists():
        return ""
    told = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n", 1)[0]
    # "Money: an amount in minor units." says after the colon what the file's own name does not.
    return (told.partition(": ")[2] or told).rstrip(".")


if __name__ == "__main__":
    if "--write" in sys.argv:
        readme = ROOT / "README.md"
        readme.write_text(written(readme.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        print(tree(), end="")
