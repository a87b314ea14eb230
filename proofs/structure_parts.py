"""The document parts of a file go in (PDF/VT), and come out as the leaves that hold its pages, with what is wrong.

Authority: ISO 16612-2 as its implementers tell it, print.md §2; the keys of DPartRoot and DPart in ISO 32000-2, 14.12.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from proofs.structure_values import array, name, number, reads, solid, table
from proofs.whole import Leaf, Parts

_DEEPEST = 30  # levels of the tree
_LARGEST = 200_000  # characters of metadata that are looked at


@dataclass(slots=True, eq=False)
class _Tree:
    pages: Mapping[int, int]  # object → page, from 1
    links: Mapping[int, int]  # page → the part it says it belongs to
    leaves: list[Leaf] = field(default_factory=list[Leaf])
    faults: list[str] = field(default_factory=list[str])
    texts: list[str] = field(default_factory=list[str])
    depth: int = 0


@reads
def read_parts(root: DictionaryObject, pages: Mapping[int, int], links: Mapping[int, int]) -> Parts:
    """Read the tree below a DPartRoot; `pages` tells the page of an object, `links` the part that a page names."""
    tree = _Tree(pages, links)
    node = root.raw_get("/DPartRootNode") if "/DPartRootNode" in root else None
    if isinstance(node, IndirectObject):
        _node(node, root, 0, tree)
    else:
        tree.faults.append("DPartRootNode")
    levels = array(root.get("/NodeNameList"))
    level = root.get("/RecordLevel")
    return Parts(
        leaves=tuple(tree.leaves),
        depth=tree.depth,
        record_level=None if level is None else int(number(level)),
        names=sum(bool(name(entry)) for entry in levels),
        unnamed=sum(not name(entry) for entry in levels),
        faults=tuple(tree.faults),
        text="\n".join(tree.texts)[:_LARGEST],
    )


def _node(ref: IndirectObject, parent: DictionaryObject, depth: int, tree: _Tree) -> None:
    node, at = table(ref), ref.idnum
    if depth > _DEEPEST:
        tree.faults.append(f"DParts {at}")
        return
    tree.depth = max(tree.depth, depth + 1)
    if solid(node.get("/Parent")) is not parent:
        tree.faults.append(f"Parent {at}")
    tree.texts += _strings(node.get("/DPM"), 0)
    if "/DParts" in node and "/Start" not in node:
        for child in _children(node, at, tree):
            _node(child, node, depth + 1, tree)
    elif "/Start" in node and "/DParts" not in node:
        _leaf(node, at, depth, tree)
    else:
        tree.faults.append(f"Start {at}")


def _children(node: DictionaryObject, at: int, tree: _Tree) -> Iterator[IndirectObject]:
    """Yield the parts below a part; they stand in arrays within an array."""
    for group in array(node.get("/DParts")):
        if not isinstance(solid(group), ArrayObject):
            tree.faults.append(f"DParts {at}")
            return
        for child in array(group):
            if isinstance(child, IndirectObject):
                yield child
            else:
                tree.faults.append(f"DParts {at}")


def _leaf(node: DictionaryObject, at: int, depth: int, tree: _Tree) -> None:
    first = _page(node, "/Start", tree)
    last = _page(node, "/End", tree) if "/End" in node else first
    if not first or not last or last < first:
        tree.faults.append(f"{'End' if first else 'Start'} {at}")
        return
    tree.leaves.append(Leaf(depth, first, last))
    stray = next((page for page in range(first, last + 1) if tree.links.get(page) != at), None)
    if stray is not None:
        tree.faults.append(f"DPart {at}")


def _page(node: DictionaryObject, key: str, tree: _Tree) -> int:
    ref = node.raw_get(key)
    return tree.pages.get(ref.idnum, 0) if isinstance(ref, IndirectObject) else 0


def _strings(held: object, depth: int) -> Iterator[str]:
    """Yield every text of a value, names and keys included."""
    found = solid(held)
    if depth > _DEEPEST:
        return
    if isinstance(found, DictionaryObject):
        for key, value in found.items():
            yield str(key)[1:]
            yield from _strings(value, depth + 1)
    elif isinstance(found, ArrayObject):
        for value in array(found):
            yield from _strings(value, depth + 1)
    elif found is not None:
        yield str(found)
