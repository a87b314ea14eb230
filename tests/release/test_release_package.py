"""The package: what is in it, who can open it, what it gives away, and that there is only one (print.md §7)."""

import hashlib
import json
import os
import stat
import tarfile
from io import BytesIO
from pathlib import Path

import py7zr
import pytest
from release_desk import DAY, EMPLOYER, PEOPLE, TOML, Desk
from release_vendor import Vendor

from generator.errors import LedgerError
from generator.job.hashing import sha256_of
from generator.ledger import events
from generator.release.pack import pack
from generator.release.private import open_private

WORDS = "correct horse battery staple"


def members(raw: bytes) -> dict[str, tuple[tarfile.TarInfo, bytes]]:
    with tarfile.open(fileobj=BytesIO(raw)) as archive:
        return {m.name: (m, archive.extractfile(m).read()) for m in archive}  # type: ignore[union-attr]


def delivered(desk: Desk) -> dict[str, bytes]:
    vendor = desk.job / "vendor"
    return {f"20251001-01/{p.relative_to(vendor).as_posix()}": p.read_bytes() for p in vendor.rglob("*") if p.is_file()}


def test_the_vendor_opens_the_very_files_that_were_sealed(desk: Desk, key: Path, vendor: Vendor) -> None:
    desk.approve()
    said = desk.release("--key", key)
    assert said.code == 0, said.err
    package = desk.home / "20251001-01.age"
    digest, size, path = said.out.split()
    assert (digest, int(size), path) == (sha256_of(package), package.stat().st_size, str(package))
    inside = members(vendor.open(package))
    sums = inside.pop("20251001-01/SHA256SUMS")[1].decode("ascii")
    assert {name: raw for name, (_, raw) in inside.items()} == delivered(desk)
    told = dict(reversed(line.split("  ")) for line in sums.splitlines())  # type: ignore[arg-type,misc]
    assert told == {n.removeprefix("20251001-01/"): hashlib.sha256(r).hexdigest() for n, r in delivered(desk).items()}
    assert "manifest.json" in told
    Vendor().cannot_open(package)
    assert desk.state() == events.RELEASED


def test_the_archive_is_the_same_whenever_it_is_made(desk: Desk, tmp_path: Path) -> None:
    manifest = json.loads((desk.job / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    made: list[bytes] = []
    for turn in (1, 2):
        for path in desk.job.rglob("*"):
            os.utime(path, (turn, turn))
            path.chmod(0o700 if path.is_dir() else 0o600 if turn == 1 else 0o644)
        with open_private(tmp_path / "archive.tar") as out:
            pack(desk.job.name, desk.job / "vendor", manifest, out)
        made.append((tmp_path / "archive.tar").read_bytes())
    assert made[0] == made[1]
    infos = [info for info, _ in members(made[0]).values()]
    assert [i.name for i in infos] == sorted(i.name for i in infos)
    assert {(i.mtime, i.uid, i.gid, i.uname, i.gname, i.mode) for i in infos} == {(0, 0, 0, "", "", 0o600)}
    assert not any("office" in i.name for i in infos)


def test_what_changes_while_it_is_packed_stops_the_release(desk: Desk, tmp_path: Path) -> None:
    manifest = json.loads((desk.job / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    path = desk.job / "vendor" / "cards" / "001.pdf"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with open_private(tmp_path / "archive.tar") as out, pytest.raises(LedgerError, match="file-changed"):
        pack(desk.job.name, desk.job / "vendor", manifest, out)


def test_a_passphrase_makes_a_7z_that_hides_even_its_names(desk: Desk, tmp_path: Path) -> None:
    desk.approve()
    file = tmp_path / "words"
    file.write_text(WORDS + "\n", encoding="utf-8")
    file.chmod(0o644)
    assert "passphrase-open" in desk.release("--passphrase-file", file).err
    file.chmod(0o600)
    said = desk.release("--passphrase-file", file)
    assert said.code == 0, said.err
    package = desk.home / "20251001-01.7z"
    raw = package.read_bytes()
    assert not any(text in raw for text in (b"20251001", "20251001".encode("utf-16-le"), b"manifest", b"%PDF"))
    with py7zr.SevenZipFile(package, password=WORDS) as opened:
        assert opened.getnames() == ["20251001-01.tar"]
        opened.extract(tmp_path / "opened", ["20251001-01.tar"])
    inside = members((tmp_path / "opened" / "20251001-01.tar").read_bytes())
    assert {name: body for name, (_, body) in inside.items() if not name.endswith("SHA256SUMS")} == delivered(desk)
    assert WORDS not in said.out + said.err


def test_a_passphrase_may_come_by_standard_input_and_must_be_long(desk: Desk) -> None:
    desk.approve()
    assert "passphrase-short" in desk.release("--passphrase-file", "-", typed="short\n").err
    assert (
        "passphrase-characters"
        in desk.release("--passphrase-file", "-", typed="とても長い合言葉を使いましょうね今日\n").err
    )
    assert desk.release("--passphrase-file", "-", typed=WORDS + "\n").code == 0


def test_nobody_else_may_read_a_package_and_nothing_is_left_beside_it(desk: Desk, key: Path) -> None:
    desk.approve()
    desk.release("--key", key)
    assert stat.S_IMODE((desk.home / "20251001-01.age").stat().st_mode) == 0o600
    assert sorted(p.name for p in desk.home.iterdir()) == ["20251001-01", "20251001-01.age", "society"]


def test_names_stand_in_no_file_name(desk: Desk, key: Path, vendor: Vendor) -> None:
    desk.approve()
    named = desk.release("--key", key, "--out", desk.home / "見本健康保険組合.age")
    assert (named.code, "package-name" in named.err) == (2, True)
    desk.release("--key", key)
    inside = members(vendor.open(desk.home / "20251001-01.age"))
    secrets = [EMPLOYER, "見本健康保険組合", *(part for person in PEOPLE for part in person[4].split("　"))]
    assert not [name for name in inside for secret in secrets if secret in name]
    assert all(name.isascii() for name in inside)


def test_released_again_it_is_the_same_package(desk: Desk, key: Path) -> None:
    desk.approve()
    first = desk.release("--key", key)
    before = (desk.home / "20251001-01.age").read_bytes()
    again = desk.release("--key", key)
    assert (again.code, again.out) == (0, first.out)
    assert (desk.home / "20251001-01.age").read_bytes() == before
    other = desk.release("--key", key, to="another")
    assert (other.code, "released-elsewhere" in other.err) == (6, True)
    with desk.ledger() as ledger:
        assert [a.to for a in [ledger.handed_over("20251001-01")] if a] == ["vendor"]


def test_a_lost_package_is_not_made_anew(desk: Desk, key: Path) -> None:
    desk.approve()
    desk.release("--key", key)
    package = desk.home / "20251001-01.age"
    whole = package.read_bytes()
    digest = hashlib.sha256(whole).hexdigest()
    for damage, code in ((whole[:-1], "package-altered"), (b"", "package-altered"), (None, "package-lost")):
        package.unlink()
        if damage is not None:
            package.write_bytes(damage)
        said = desk.release("--key", key)
        assert (said.code, said.out, f": {code}: " in said.err, digest in said.err) == (6, "", True, True)
        assert package.exists() == (damage is not None)
        package.touch()
    copy = desk.home / "copy.age"
    copy.write_bytes(whole)
    assert desk.release("--key", key, "--out", copy).code == 0
    told = desk.say("release", desk.job, "--by", "係", "--on", "2025-10-02", "--acknowledged", digest)
    assert (told.code, desk.state()) == (0, events.ACKNOWLEDGED)  # the vendor has it, though it is not here


def test_a_crash_before_the_package_had_its_name_is_mended(desk: Desk, key: Path) -> None:
    desk.approve()
    first = desk.release("--key", key)
    (desk.home / "20251001-01.age").rename(desk.home / ".20251001-01.age.part")
    again = desk.release("--key", key)
    assert (again.code, again.out) == (0, first.out)


def test_the_key_of_society_toml_is_taken_by_the_vendor_s_name(desk: Desk, vendor: Vendor) -> None:
    toml = f'{TOML}[vendors.keys]\n"見本印刷" = "{vendor.public}"\n"別の印刷" = "keys/other.pub"\n'
    (desk.society / "society.toml").write_text(toml, encoding="utf-8")
    desk.approve()
    assert "key-file-missing" in desk.release(to="別の印刷").err
    assert "key-unknown" in desk.release(to="知らない印刷").err
    assert desk.release(to="見本印刷").code == 0
    assert vendor.open(desk.home / "20251001-01.age")


def test_what_is_no_public_key_is_refused_and_never_repeated(desk: Desk, tmp_path: Path) -> None:
    desk.approve()
    secret = Vendor().secret
    for text, code in ((secret, "key-private"), ("age1nonsense", "key-unreadable"), ("# none\n", "key-missing-lines")):
        (tmp_path / "k.pub").write_text(text, encoding="utf-8")
        said = desk.release("--key", tmp_path / "k.pub")
        assert (said.code, code in said.err) == (2, True)
        assert text.strip() not in said.err + said.out
    (desk.society / "society.toml").write_text(TOML + '[vendors.keys]\nx = "../k.pub"\n', encoding="utf-8")
    said = desk.release(to="x")
    assert (said.code, "society.toml:11: vendor-key" in said.err) == (2, True)


def test_two_locks_at_once_are_named_as_that(desk: Desk, key: Path) -> None:
    for to in ((), ("--to", "v")):
        words = ("release", desk.job, "--by", "係", "--on", "2025-10-02", *to)
        said = desk.say(*words, "--key", key, "--passphrase-file", "-")
        assert (said.code, said.out, "--key and --passphrase-file are two" in said.err) == (2, "", True)


def test_the_vendor_confirms_the_hash_it_has(desk: Desk, key: Path) -> None:
    desk.approve()
    early = desk.say("release", desk.job, "--acknowledged", "0" * 64, "--by", "係", "--on", "2025-10-02")
    assert (early.code, "job-not-acknowledged" in early.err) == (6, True)
    digest = desk.release("--key", key).out.split()[0]
    words = ("release", desk.job, "--by", "係", "--on", "2025-10-02", "--acknowledged")
    other = desk.say(*words, "0" * 64)
    assert (other.code, "acknowledged-other" in other.err) == (6, True)
    for short in ("abc", digest[:-1], f"{digest}0", "g" * 64, ""):
        said = desk.say(*words, short)
        assert (said.code, said.out, "acknowledged-form" in said.err) == (2, "", True)
    told = desk.say(*words, digest.upper())
    assert (told.code, told.out) == (0, "20251001-01: recorded that the vendor has it\n")
    assert desk.state() == events.ACKNOWLEDGED
    assert desk.say(*words, digest).code == 0
    taken_back = desk.say("withdraw", desk.job, "--by", "係", "--why", "x", "--on", DAY)
    assert (taken_back.code, "job-not-withdrawable" in taken_back.err) == (6, True)
