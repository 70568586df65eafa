from pathlib import Path

import pytest

from shop.importing.broken import BrokenFile
from shop.importing.source import Source

CHINESE = "编号,标题,价格\n1,黑色羽绒服 男,299\n2,玻璃杯,12\n"
FRENCH = "id,title,price\n1,Café crème à la carte,12\n2,Théière émaillée,13\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "utf-8"),
        (CHINESE, "utf-8-sig"),
        (CHINESE, "gbk"),
        (CHINESE, "gb18030"),
        (CHINESE, "utf-16"),
        (FRENCH, "latin-1"),
        (FRENCH, "cp1252"),
    ],
)
def test_the_encoding_is_found_out(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode(encoding))

    with Source(path).text() as file:
        assert file.read() == text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"\n\n  \n", "it is empty"),
        (bytes(range(256)) * 20, "binary"),
        (b"PK\x03\x04rest", "ZIP archive or an Excel workbook"),
        (b"%PDF-1.7", "PDF"),
        (("id,title\n" + "1,杯子很好看\n" * 50).encode() + b"2,\xe6\x9d\n", "line 52 cannot be decoded"),
    ],
)
def test_what_is_not_text_is_refused_with_the_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)

    with pytest.raises(BrokenFile, match=reason):
        _ = Source(path).encoding


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile, match=r"none\.csv was not imported: there is no such file"):
        Source(tmp_path / "none.csv")
    with pytest.raises(BrokenFile, match="it is a folder"):
        Source(tmp_path)
