"""What `pip install` brings: the wheel's names, its data, and that it runs in an environment that never saw the sources."""

import json
import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import grimp
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PACKAGES = ("shop", "retrieval", "recommender", "assistant", "ui")
EVERY_MODULE = f"""
import importlib, pkgutil
for package in map(importlib.import_module, {PACKAGES}):
    print(package.__file__)
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.startswith("shop.store.migrations"):  # Alembic runs these
            importlib.import_module(module.name)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a fresh environment with the wheel, which borrows the dependencies of this one."""
    place = tmp_path_factory.mktemp("fresh")
    venv.create(place, with_pip=False)
    python = place / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps", wheel, cwd=place)
    site = next(place.glob("lib/python*/site-packages"))
    # A folder named in a .pth file is searched, but its own .pth files, the editable install among them, are not read.
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return place / "bin"


def run(*command: str | Path, cwd: Path) -> str:
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run([*map(str, command)], cwd=cwd, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as file:
        return set(file.namelist())


def test_the_wheel_puts_five_names_into_an_environment(wheel: Path) -> None:
    version = wheel.name.split("-")[1]
    assert {name.split("/")[0] for name in names(wheel)} == {*PACKAGES, f"aisle-{version}.dist-info"}


def test_everything_the_packages_need_is_in_the_wheel(wheel: Path) -> None:
    needed = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    kinds = {name.rpartition(".")[2] for name in needed}
    assert needed - names(wheel) == set()
    assert kinds >= {"py", "toml", "tsv", "svg", "css", "js", "mako"}


def test_nothing_but_the_packages_is_in_the_wheel(wheel: Path) -> None:
    assert [name for name in names(wheel) if "test" in name.split("/") or name.endswith(".pyc")] == []


def test_every_module_of_the_wheel_can_be_imported(installed: Path, tmp_path: Path) -> None:
    places = run(installed / "python", "-c", EVERY_MODULE, cwd=tmp_path).splitlines()
    assert [Path(place).is_relative_to(installed.parent) for place in places] == [True] * len(PACKAGES)


def test_the_command_of_the_wheel_keeps_a_shop(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "goods.csv").write_text("id,title,price\n1,Enamel Mug,12\n2,玻璃杯,9\n", encoding="utf-8")
    assert "Commands:" in run(installed / "aisle", "--help", cwd=tmp_path)
    run(installed / "aisle", "import", "goods.csv", cwd=tmp_path)
    assert json.loads(run(installed / "aisle", "search", "杯", "--json", "-k", "1", cwd=tmp_path))["id"] == "2"


def test_what_the_code_imports_is_declared() -> None:
    graph = grimp.build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)
    imported = {module.split(".")[0] for module in graph.modules} - {*PACKAGES, *sys.stdlib_module_names}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [lines for name, lines in project["optional-dependencies"].items() if name != "dev"]
    lines = [*project["dependencies"], *(line for extra in extras for line in extra)]
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    brings = packages_distributions()
    imported = {name for name in imported if name in brings or canonicalize_name(name) not in declared}  # or an extra not here
    assert [name for name in imported if declared.isdisjoint(map(canonicalize_name, brings.get(name, [])))] == []
