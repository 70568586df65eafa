"""The documentation is true: its commands, settings, tools and links exist, and its Python runs."""

import json
import re
import shlex
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import get_args

import click
import pytest
from pydantic import BaseModel, SecretStr

from assistant.frames import FrameKind
from assistant.tools.registry import BUILT_IN, Registry
from retrieval.index import Index
from shop.folder import Folder
from shop.settings import Settings, load_settings
from ui.api import create_app
from ui.bootstrap import build
from ui.cli import COMMANDS, cli, main

ROOT = Path(__file__).parent.parent
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]
CODE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
TYPED = re.compile(r"(?:\w+=\S* )*(?:\.venv/bin/)?aisle(?: (.*)|$)")
LATER = [name for name, (module, _) in COMMANDS.items() if module == "later"]


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def command(name: str) -> click.Command:
    found = cli.get_command(click.Context(cli), name)
    assert found, name
    return found


def code(page: Path, language: str) -> list[str]:
    return [body for kind, body in CODE.findall(page.read_text(encoding="utf-8")) if kind == language]


def typed(page: Path) -> Iterator[list[str]]:
    """The `aisle` commands of a page, from its code and from its sentences, cut into words."""
    whole = page.read_text(encoding="utf-8")
    lines = [line for _, body in CODE.findall(whole) for line in body.splitlines()]
    lines += re.findall(r"^ {4}(\S.*)$", whole, re.MULTILINE)
    lines += re.findall(r"`([^`\n]+)`", CODE.sub("", whole))
    for part in (part.strip() for line in lines for part in re.split(r"&&| \| ", line)):
        if match := TYPED.match(part):
            yield shlex.split(match.group(1) or "", comments=True)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_explains_itself_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    told = capsys.readouterr().out
    assert not ended.value.code
    assert re.search(rf"Example: .*aisle {name}", " ".join(told.split()))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_in_the_docs(name: str) -> None:
    assert name in {words[0] for words in typed(ROOT / "docs/commands.md") if words}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_tells_to_type_exists(page: Path) -> None:
    for words in typed(page):
        if not words or words == ["COMMAND", "--help"]:
            continue
        assert words[0] in COMMANDS or words[0].startswith("-"), words
        found = command(words[0]) if words[0] in COMMANDS else cli
        while isinstance(found, click.Group) and found is not cli:
            words = words[1:]
            found = found.commands[words[0]]
        if words[0] not in LATER:
            known = {option for parameter in found.get_params(click.Context(found)) for option in parameter.opts}
            assert [word for word in words if re.match(r"--?[a-z]", word) and word.split("=")[0] not in known] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", CODE.sub("", page.read_text(encoding="utf-8")))
    relative = [link.split("#")[0] for link in links if not re.match(r"\w+:", link)]
    assert [link for link in relative if link and not (page.parent / link).exists()] == []


def test_the_first_screen_of_the_readme_says_how_to_run_and_test_it() -> None:
    first = "\n".join(text("README.md").splitlines()[:30])
    assert "make run" in first
    assert "make test" in first
    targets = re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE)
    typed_out = re.compile(r"(?:^|`)make ([a-z-]+)", re.MULTILINE)
    named = {name for page in PAGES for name in typed_out.findall(page.read_text(encoding="utf-8"))}
    assert {"run", "test"} <= named <= set(targets)


def test_every_setting_is_documented_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(AISLE_\w+)` \| (\S+) \|", text("docs/settings.md"), re.MULTILINE))
    assert rows == dict(settings(Settings(_env_file=None), "AISLE_"))  # type: ignore[call-arg]


def settings(group: BaseModel, prefix: str) -> Iterator[tuple[str, str]]:
    for name, field in type(group).model_fields.items():
        value = field.get_default(call_default_factory=True)
        if isinstance(value, BaseModel):
            yield from settings(value, f"{prefix}{name.upper()}__")
        else:
            shown = value.get_secret_value() if isinstance(value, SecretStr) else value
            yield prefix + name.upper(), "–" if shown is None else f"`{shown}`"


def test_pages_name_no_setting_that_does_not_exist() -> None:
    known = {name for name, _ in settings(Settings(), "AISLE_")} | {"AISLE_SHARED_DATA"}  # read by tests and benchmarks
    named = {name for page in PAGES for name in re.findall(r"\bAISLE_[A-Z_]+[A-Z]", page.read_text(encoding="utf-8"))}
    assert named - known == set()


def test_every_built_in_tool_is_documented_with_its_access() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (\w+) \|", text("docs/tools.md"), re.MULTILINE))
    tools = Registry.load().tools
    assert rows == {name: tools[name].access for name in BUILT_IN}


def test_the_http_api_on_the_page_is_the_one_that_is_served(index: Index, folder: Folder) -> None:
    index.close()
    app = build(load_settings(data=folder.path))
    try:
        schema = create_app(app).openapi()
    finally:
        app.close()
    served = {(method.upper(), _path(path)) for path, methods in schema["paths"].items() for method in methods}
    told = {(method, _path(path)) for method, path in re.findall(r"`(GET|POST|PUT|DELETE) (/[^`]+)`", text("docs/api.md"))}
    assert served - told == set()
    assert {(method, path) for method, path in told if path.startswith("/v1")} - served == set()


def _path(path: str) -> str:
    return re.sub(r"\{[^}]+\}", "{}", path)


def test_every_kind_of_event_in_the_stream_is_documented() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", text("docs/api.md"), re.MULTILINE)) >= set(get_args(FrameKind))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_python_on_a_page_runs(page: Path) -> None:
    for body in code(page, "python"):
        exec(compile(body, str(page), "exec"), {"__name__": "documented"})


def test_the_tools_on_the_page_can_be_put_into_a_folder(tmp_path: Path) -> None:
    for number, body in enumerate(code(ROOT / "docs/tools.md", "python")):
        (tmp_path / f"tool_{number}.py").write_text(body, encoding="utf-8")
    registry = Registry.load(tmp_path)
    assert registry.problems == []
    assert registry.origins["gift_wrap"] == str(tmp_path / "tool_0.py")
    assert registry.origins["parse_intent"] == str(tmp_path / "tool_1.py")


def test_the_understanding_on_the_page_stands_in_for_the_built_in_one(
    index: Index, folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    index.close()
    replacement = next(body for body in code(ROOT / "docs/tools.md", "python") if "def parse_intent" in body)
    (tmp_path / "regional.py").write_text(replacement, encoding="utf-8")

    def needs(*arguments: str) -> list[str]:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=BytesIO(b"canvas wellies\n"), isatty=lambda: False))
        with pytest.raises(SystemExit):
            main(["chat", "--json", "--data", str(folder.path)])
        return list(json.loads(capsys.readouterr().out)["need"]["category"])

    assert needs() == []
    monkeypatch.setenv("AISLE_TOOLS_PATH", str(tmp_path))
    assert needs() == ["Boots"]
