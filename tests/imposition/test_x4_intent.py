"""A vendor's printing condition is read, held against its digest, and refused with file and line where it is none."""

import hashlib
import shutil
from pathlib import Path

import pikepdf
import pytest
import x4_rows
from drawing import Draw

from imposition.errors import StockRefused
from imposition.intent import CATALOG, profile_stream, stand_in
from imposition.stock import load_stock, vendor_names

SHIPPED = CATALOG.with_name("cmyk.icm")


def profile(folder: Path, change: dict[int, bytes] | None = None) -> tuple[Path, str]:
    """Make a profile that differs from the shipped one in a byte that says nothing, and as told."""
    data = bytearray(SHIPPED.read_bytes())
    for at, part in ({127: b"\1"} | (change or {})).items():
        data[at : at + len(part)] = part
    path = folder / "press.icc"
    path.write_bytes(data)
    return path, hashlib.sha256(data).hexdigest()


def vendor(folder: Path, intent: str, base: str = "card-21up") -> Path:
    path = folder / "own.toml"
    path.write_text(f'extends = "{base}"\n{intent}\n', encoding="utf-8")
    return path


def table(sha256: str, **more: str) -> str:
    keys = {"profile": "press.icc", "sha256": sha256, "identifier": "PVC-01", "condition": "PVC, offset"} | more
    return "[intent]\n" + "\n".join(f'{key} = "{value}"' for key, value in keys.items())


@pytest.mark.parametrize("name", vendor_names())
def test_shipped_profiles_claim_with_the_stand_in(name: str) -> None:
    assert load_stock(name).intent == stand_in()


def test_a_vendors_own_profile_is_embedded(draw: Draw, tmp_path: Path) -> None:
    _, sha256 = profile(tmp_path)
    registered = table(sha256, identifier="JCS2011", registry="http://www.color.org")
    path, *_ = draw(load_stock(str(vendor(tmp_path, registered))), 3)
    assert x4_rows.faults(path, sha256) == []
    with pikepdf.open(path) as pdf:
        (intent,) = pdf.Root.OutputIntents
        said = {key: str(intent[key]) for key in dict(intent.items()) if key != "/DestOutputProfile"}
    assert said == {
        "/Type": "/OutputIntent",
        "/S": "/GTS_PDFX",
        "/OutputConditionIdentifier": "JCS2011",
        "/OutputCondition": "PVC, offset",
        "/Info": "PVC, offset",
        "/RegistryName": "http://www.color.org",
    }


def test_none_claims_nothing(draw: Draw, tmp_path: Path) -> None:
    stock = load_stock(str(vendor(tmp_path, 'intent = "none"')))
    path, *_ = draw(stock, 3)
    assert stock.intent is None
    assert not x4_rows.claims(path)


def test_the_digest_of_a_profile_is_the_vendors(tmp_path: Path) -> None:
    """What is printed for is part of what was agreed: another condition is another job."""
    _, sha256 = profile(tmp_path)
    given = ("", 'intent = "none"', table(sha256), table(sha256, condition="PVC, screen"))
    assert len({load_stock(str(vendor(tmp_path, one))).sha256 for one in given}) == len(given)


def test_the_base_profile_says_where_its_profile_lies(tmp_path: Path) -> None:
    _, sha256 = profile(tmp_path)
    base = (CATALOG.parents[1] / "vendors" / "card-21up.toml").read_text(encoding="utf-8")
    (tmp_path / "base.toml").write_text(f"{base}\n{table(sha256)}\n", encoding="utf-8")
    stock = load_stock(str(vendor(tmp_path, "stack_depth = 5", "base")))
    assert stock.intent
    assert stock.intent.sha256 == sha256
    assert load_stock(str(vendor(tmp_path, 'intent = "none"', "base"))).intent is None


REFUSED: dict[str, tuple[str, dict[int, bytes], str]] = {
    "another digest": ("0" * 64, {}, "own.toml:4: condition-altered: intent.sha256: press.icc has another digest"),
    "no digest": ("abc", {}, "own.toml:4: vendor-value: intent.sha256"),
    "RGB": (
        "",
        {16: b"RGB "},
        "own.toml:3: condition-kind: intent.profile: press.icc is no ICC profile of a CMYK press",
    ),
    "a monitor": ("", {12: b"mntr"}, "(mntr CMYK)"),
    "version 5": ("", {8: b"\5"}, "(version 5)"),
    "no profile": ("", {36: b"XXXX"}, "(no ICC header)"),
    "cut short": ("", {0: b"\0\1"}, "(no ICC header)"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_profile_of_a_press_is_refused(tmp_path: Path, what: str) -> None:
    told, change, message = REFUSED[what]
    _, sha256 = profile(tmp_path, change)
    with pytest.raises(StockRefused) as caught:
        load_stock(str(vendor(tmp_path, table(told or sha256))))
    assert message in str(caught.value)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    given = '[intent]\nprofile = "gone.icc"\nsha256 = "' + "0" * 64 + '"\nidentifer = "X"\nregistry = "icc"'
    with pytest.raises(StockRefused) as caught:
        load_stock(str(vendor(tmp_path, given)))
    codes = [line.split(": ")[1] for line in str(caught.value).splitlines()]
    assert codes == ["missing-key", "missing-key", "vendor-value", "unknown-key", "condition-missing"]


@pytest.mark.parametrize("given", ['intent = "X-1a"', "intent = 4", "[intent]"])
def test_what_says_nothing_is_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(StockRefused):
        load_stock(str(vendor(tmp_path, given)))


@pytest.mark.parametrize("name", ["JC201103", "JCN200104"])
def test_a_name_that_is_not_registered_is_not_called_so(tmp_path: Path, name: str) -> None:
    _, sha256 = profile(tmp_path)
    with pytest.raises(StockRefused, match=f"condition-registry: intent.identifier: .* {name}"):
        load_stock(str(vendor(tmp_path, table(sha256, identifier=name, registry="http://www.color.org"))))
    assert load_stock(str(vendor(tmp_path, table(sha256, identifier=name)))).intent


def test_the_stand_in_is_never_a_registered_condition(tmp_path: Path) -> None:
    shutil.copy(SHIPPED, tmp_path / "press.icc")
    sha256 = stand_in().sha256
    with pytest.raises(StockRefused, match="condition-registry"):
        load_stock(str(vendor(tmp_path, table(sha256, identifier="JCS2011", registry="http://www.color.org"))))
    stock = load_stock(str(vendor(tmp_path, table(sha256))))
    assert stock.intent
    assert stock.intent.stand_in


def test_a_profile_that_changed_meanwhile_stops_the_file(draw: Draw, tmp_path: Path) -> None:
    path, sha256 = profile(tmp_path)
    stock = load_stock(str(vendor(tmp_path, table(sha256))))
    path.write_bytes(b"another")
    with pytest.raises(StockRefused, match="condition-changed"):
        draw(stock, 3)
    assert not (tmp_path / "a.pdf").exists()


def test_a_profile_is_compressed_once_a_process() -> None:
    assert profile_stream(stand_in()) is profile_stream(stand_in())
