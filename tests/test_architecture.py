"""The house stands as docs/architecture.md says: floors, homes of frameworks, names, and one reader of the environment."""

import ast
import re
import runpy
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import grimp
import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("shop", "retrieval", "recommender", "assistant", "ui")
FOLDERS = (*PACKAGES, "benchmarks", "examples", "tests", "docs", ".ci")
WRITTEN = frozenset((".py", ".md", ".toml", ".txt", ".js", ".css", ".html", ".tsv", ".csv", ".yml", ".yaml", ".json", ".mako"))

# Where each framework may be imported; import-linter holds the same walls in `make lint`.
HOMES = {
    "alembic": ("shop.store.*",),
    "chromadb": ("retrieval.vectors",),
    "fastapi": ("ui.*",),
    "gradio": ("ui.gradio_*",),
    "langchain": ("assistant.*",),
    "langchain_core": ("assistant.*",),
    "langchain_openai": ("assistant.*",),
    "langgraph": ("assistant.*",),
    "openai": ("assistant.*",),
    "ray": ("retrieval.ray_engine",),
    "sqlalchemy": ("shop.store.*",),
    "starlette": ("ui.*",),
    "torch": ("recommender.*", "retrieval.*", "assistant.*"),
    "uvicorn": ("ui.*",),
}
MACHINE_PATH = re.compile(r"(?<![\w.:/*}-])/(?:(?:home|Users|root|work|mnt|opt)/\w|usr/(?!bin/env\b)\w)")


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts)


def written() -> Iterator[Path]:
    yield from (path for path in ROOT.iterdir() if path.is_file() and path.name != ".git")
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and (path.suffix in WRITTEN or not path.suffix) and "__pycache__" not in path.parts:
                yield path


def called(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES, include_external_packages=True, exclude_type_checking_imports=True, cache_dir=None)


def contracts(kind: str) -> list[dict[str, Any]]:
    return [found for found in project()["tool"]["importlinter"]["contracts"] if found["type"] == kind]


def floors() -> list[set[str]]:
    plan = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d) \| `(\w+)/` \|", plan, re.MULTILINE)
    numbers = sorted({number for number, _ in rows}, reverse=True)
    return [{name for floor, name in rows if floor == number} for number in numbers]


def test_the_floors_of_the_plan_are_the_packages_and_the_import_contract() -> None:
    layers = [set(layer.split(" | ")) for layer in contracts("layers")[0]["layers"]]
    assert floors() == layers
    assert {name for floor in floors() for name in floor} == set(PACKAGES)
    assert set(project()["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == set(PACKAGES)


def test_modules_import_each_other_in_no_circle() -> None:
    modules = [module for module in graph().modules if module.split(".")[0] in PACKAGES]
    TopologicalSorter({module: graph().find_modules_directly_imported_by(module) for module in modules}).prepare()


@pytest.mark.parametrize("framework", HOMES)
def test_a_framework_stays_at_home(framework: str) -> None:
    users = graph().find_modules_that_directly_import(framework) if framework in graph().modules else set()
    assert [module for module in users if not any(fnmatch(module, home) for home in HOMES[framework])] == []


@pytest.mark.parametrize("framework", HOMES)
def test_make_lint_holds_the_walls_of_each_framework(framework: str) -> None:
    held = [contract for contract in contracts("forbidden") if framework in contract["forbidden_modules"]]
    closed = {name for contract in held for name in contract["source_modules"]}
    opened = {name.split(" -> ")[0] for contract in held for name in contract.get("ignore_imports", ())}
    homes = {home.split(".")[0] for home in HOMES[framework] if home.endswith(".*")}
    assert closed >= set(PACKAGES) - homes
    assert all(any(fnmatch(name, home) for home in HOMES[framework]) for name in opened)


def test_the_environment_is_read_in_the_settings_only() -> None:
    readers = [called(path) for path in sources(*PACKAGES) if set(_names(path)) & {"environ", "getenv", "envvar", "environb"}]
    assert readers == []  # pydantic-settings reads it, for shop/settings.py
    assert graph().find_modules_that_directly_import("pydantic_settings") == {"shop.settings"}


def _names(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                yield name
            case ast.keyword(arg=str(name)):
                yield name


def test_a_module_is_named_by_its_noun() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base", "core", "lib"}
    assert [called(path) for path in sources(*FOLDERS) if {*path.parent.parts[-1:], path.stem} & vague] == []


def test_a_module_says_what_it_is() -> None:
    paths = [path for path in sources(*PACKAGES, "benchmarks", "examples") if path.read_text(encoding="utf-8").strip()]
    assert [called(path) for path in paths if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))] == []


def test_tests_stand_where_the_code_stands() -> None:
    folders = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")}
    assert [str(folder) for folder in folders if not (ROOT / folder).is_dir()] == []


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    found = [f"{called(path)}: {match.group()}" for path in written() for match in MACHINE_PATH.finditer(_text(path))]
    assert found == []


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="ignore")


def test_the_tree_in_the_readme_says_what_the_files_say() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    written_again = runpy.run_path(str(ROOT / "docs" / "tree.py"))["written"](readme)
    assert readme == written_again, "run: python docs/tree.py --write"
    assert {f"{name}/" for name in PACKAGES} <= {line.split()[0] for line in readme.splitlines() if line.strip()}
