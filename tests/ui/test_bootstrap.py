import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.index import Index
from shop.errors import SettingsError
from shop.folder import Folder
from shop.settings import load_settings
from ui.bootstrap import build

BUILD = """
import sys
from shop.settings import load_settings
from ui.bootstrap import build
build(load_settings(data=sys.argv[1])).close()
print(sorted(name for name in ("langchain_openai", "openai", "gradio", "torch") if name in sys.modules))
"""


def imported(data: Path) -> str:
    return subprocess.run([sys.executable, "-c", BUILD, str(data)], capture_output=True, text=True, check=True).stdout.strip()


def test_a_shop_without_a_language_model_imports_no_client_for_one(index: Index, folder: Folder) -> None:
    index.close()
    assert imported(folder.path) == "[]"


def test_a_wrong_address_is_told_before_the_shop_opens(index: Index, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    index.close()
    monkeypatch.setenv("AISLE_LLM__BASE_URL", "localhost:8080")
    with pytest.raises(SettingsError, match="AISLE_LLM__BASE_URL must be an address"):
        build(load_settings(data=folder.path))
