"""Registry: every tool that is there: Aisle's own, those of installed plug-ins, and those in a folder of the shop."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from .door import Tool

BUILT_IN = (
    "parse_intent",
    "search_products",
    "product_details",
    "compare_products",
    "recommend",
    "view_cart",
    "update_cart",
    "shop_policy",
)
GROUP = "aisle.tools"


class Registry:
    """Tools by name; a later one of the same name stands in for an earlier. `problems` says what could not be loaded."""

    def __init__(self) -> None:
        self.tools: dict[str, Tool] = {}
        self.origins: dict[str, str] = {}
        self.problems: list[str] = []

    @classmethod
    def load(cls, tools_path: Path | None = None) -> Registry:
        """Load them all. A broken plug-in is left out and named in `problems`; it never keeps a shop from opening."""
        registry = cls()
        for name in BUILT_IN:
            registry._add_all(importlib.import_module(f"assistant.tools.{name}"), "built in")
        for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
            try:
                found = entry.load()
            except Exception as error:  # a plug-in may fail in any way
                registry.problems.append(f"The plug-in {entry.name} cannot be loaded ({error}).")
                continue
            registry._add(found, entry.name) if isinstance(found, Tool) else registry._add_all(found, entry.name)
        if tools_path and not tools_path.is_dir():
            registry.problems.append(f"There is no folder {tools_path}; change AISLE_TOOLS_PATH.")
        for path in sorted(tools_path.glob("*.py")) if tools_path else ():
            try:
                registry._add_all(_module(path), str(path))
            except Exception as error:
                registry.problems.append(f"The tools in {path} cannot be loaded ({error}).")
        return registry

    def _add_all(self, module: object, origin: str) -> None:
        found = list(_tools_in(module))
        if not found:
            self.problems.append(f"There is no tool in {origin}; decorate an async function with @tool.")
        for item in found:
            self._add(item, origin)

    def _add(self, item: Tool, origin: str) -> None:
        self.tools[item.name] = item
        self.origins[item.name] = origin


def _tools_in(module: object) -> Iterator[Tool]:
    return (value for value in vars(module).values() if isinstance(value, Tool)) if isinstance(module, ModuleType) else iter(())


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"aisle_tools_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError("it is not a Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
