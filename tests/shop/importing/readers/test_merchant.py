from pathlib import Path

import pytest

from shop.importing.broken import BrokenFile
from shop.importing.readers.merchant import read_merchant
from shop.importing.row import Row
from shop.importing.source import Source

HEAD = '<rss xmlns:g="http://base.google.com/ns/1.0"><channel>'


def rows(path: Path, content: bytes) -> list[Row]:
    file = path / "feed.xml"
    file.write_bytes(content)
    return list(read_merchant(Source(file)))


def test_repeated_elements_become_a_list(tmp_path: Path) -> None:
    found = rows(tmp_path, f"{HEAD}<item><g:id>1</g:id><g:tag>a</g:tag><g:tag>b</g:tag></item></channel></rss>".encode())

    assert found == [Row(1, {"id": "1", "tag": ["a", "b"]})]


def test_atom_entries_are_read_too(tmp_path: Path) -> None:
    feed = b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><link href="https://a.example"/></entry></feed>'

    assert rows(tmp_path, feed) == [Row(1, {"id": "1", "link": "https://a.example"})]


def test_a_feed_in_gbk_is_read(tmp_path: Path) -> None:
    feed = '<?xml version="1.0" encoding="GBK"?><rss><channel><item><id>1</id><title>黑色玻璃杯</title></item></channel></rss>'

    assert rows(tmp_path, feed.encode("gbk")) == [Row(1, {"id": "1", "title": "黑色玻璃杯"})]


@pytest.mark.parametrize(
    "content",
    [
        f"{HEAD}<item><g:id>1</g:id></item>".encode(),
        b'<!DOCTYPE r [<!ENTITY a "aaaa">]><rss><channel><item><id>&a;</id></item></channel></rss>',
        b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><item><id>&a;</id></item></channel></rss>',
    ],
)
def test_damaged_or_hostile_xml_is_broken_as_a_whole(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BrokenFile, match="it is not sound XML"):
        rows(tmp_path, content)
