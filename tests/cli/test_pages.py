"""Pages that people write lead to one another, and to nothing that is not there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "ui").glob("*.md"), ROOT / "ui/client/README.md"]
)
_LINK = re.compile(r"\]\((?!https?://|mailto:)([^)\s]+)\)")
_IMAGE = re.compile(r'<img[^>]* src="(?!https?://)([^"]+)"')
_FENCE = re.compile(r"(?ms)^```.*?^```")


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """Every link of a page to another place of the tree: the file, and the heading within it."""
    text = _FENCE.sub("", page.read_text("utf-8"))
    for target in (*_LINK.findall(text), *_IMAGE.findall(text)):
        path, _, heading = target.partition("#")
        yield (page.parent / path).resolve() if path else page, heading


def headings(page: Path) -> set[str]:
    """The anchors of a page, as they are made from its headings, or written out."""
    text = _FENCE.sub("", page.read_text("utf-8"))
    made = {
        re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in re.findall(r"(?m)^#+ (.+)$", text)
    }
    return made | set(re.findall(r'(?:id|name)="([^"]+)"', text)) | set(re.findall(r"\{#([^}]+)\}", text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    dead = [
        f"{target.relative_to(ROOT) if target.is_relative_to(ROOT) else target}#{heading}"
        for target, heading in links(page)
        if not target.exists() or (heading and target.suffix == ".md" and heading not in headings(target))
    ]
    assert dead == []


def test_every_page_is_found_from_the_index() -> None:
    index = ROOT / "docs/index.md"
    linked = {target for target, _ in links(index)} | {index}
    assert [str(page.relative_to(ROOT)) for page in (ROOT / "docs").rglob("*.md") if page not in linked] == []


def test_every_picture_and_example_of_the_tree_is_shown_somewhere() -> None:
    shown = {target for page in PAGES for target, _ in links(page)}
    kept = [*(ROOT / "docs").rglob("*.png"), *(ROOT / "docs").rglob("*.svg"), *(ROOT / "examples").glob("*.*")]
    assert [str(file.relative_to(ROOT)) for file in kept if file not in shown] == []
