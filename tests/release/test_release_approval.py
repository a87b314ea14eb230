"""Signatures: of what, by whom, and what they cover (print.md §7, trap 18)."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from release_desk import DAY, MAKER, SIGNER, TOML, Desk, write_society

from generator.errors import LedgerError
from generator.intake.settings import load_society
from generator.ledger.approving import Signing
from generator.ledger.events import RELEASED
from generator.ledger.moving import Move
from generator.ledger.opening import open_ledger
from generator.ledger.persons import one_person
from generator.release.covers import covered, covered_by

PARTS = {"fonts": "a", "layouts": "b", "vendor.cards": "c", "policy": "d", "tool": "e"}


def signing(name: str = "責了", **hashes: str) -> Signing:
    return Signing(name, SIGNER, DAY, MAKER, "", {**PARTS, **hashes})


def test_an_approval_covers_exactly_its_hashes(tmp_path: Path) -> None:
    with open_ledger(tmp_path, "", create=True) as ledger:
        assert ledger.approval_of(PARTS) is None
        seq = ledger.approve(signing())
        found = ledger.approval_of(PARTS)
        assert found is not None and (found.seq, found.by, found.round) == (seq, SIGNER, "責了")
        assert ledger.approval_of({**PARTS, "layouts": "x"}) is None
        assert ledger.approval_of({**PARTS, "more": "x"}) is None
        assert ledger.approval_of({k: v for k, v in PARTS.items() if k != "policy"}) is None
        assert ledger.approval_of(PARTS, before=seq) is None
        assert ledger.breaks() == ()


@pytest.mark.parametrize("name", ["初校", "再校", "色校正"])
def test_only_the_last_round_lets_a_job_out(tmp_path: Path, name: str) -> None:
    with open_ledger(tmp_path, "", create=True) as ledger:
        ledger.approve(signing(name))
        assert ledger.approval_of(PARTS) is None
        assert [a.round for a in ledger.approvals()] == [name]


@pytest.mark.parametrize("other", ["制作太郎", "制作 太郎", " 制作　太郎 ", "制作\u200b太郎", "制作太\U000e0100郎"])
def test_width_and_spaces_do_not_make_another_person(other: str) -> None:
    assert one_person(MAKER, other)
    assert one_person("Ｓａｔｏ", "sato")
    assert not one_person(MAKER, SIGNER)


@pytest.mark.parametrize("nobody", ["", " ", "\u3000", "\u200b", "・"])
def test_nobody_signs_nothing_and_lets_nothing_out(tmp_path: Path, nobody: str) -> None:
    with open_ledger(tmp_path, "", create=True) as ledger:
        with pytest.raises(LedgerError) as refused:
            ledger.approve(replace(signing(), by=nobody))
        assert (refused.value.code, refused.value.exit_code) == ("by-nobody", 6)
        step = Move("20251001-01", RELEASED, nobody, DAY)
        for release in (
            lambda: ledger.move(step),
            lambda: ledger.release_part(step, "remake-01"),
            lambda: ledger.acknowledge_part(step, "remake-01"),
        ):
            with pytest.raises(LedgerError) as refused:
                release()
            assert refused.value.code == "by-nobody"
        assert ledger.horizon() == 0


@pytest.mark.parametrize("nobody", [(), ("--by", ""), ("--by", "\u3000"), ("--by", "・"), ("--by", "＋")])
@pytest.mark.parametrize("part", [(), ("--part", "remake-01")])
def test_nobody_acknowledges_nothing(desk: Desk, nobody: tuple[str, ...], part: tuple[str, ...]) -> None:
    before = desk.state()
    said = desk.say("release", desk.job, *part, "--acknowledged", "0" * 64, *nobody, "--on", DAY)
    code, name = (6, "by-nobody") if nobody[1:] == ("＋",) else (2, "words-empty" if nobody else "--by")
    assert (said.code, name in said.err, said.out) == (code, True, "")
    assert desk.state() == before


def test_who_made_the_proof_does_not_sign_it(desk: Desk) -> None:
    said = desk.approve(by="制作 太郎")
    assert (said.code, "approval-by-maker" in said.err) == (6, True)
    early = desk.say("approve", desk.society, "--round", "初校", "--by", MAKER, "--maker", MAKER, "--on", DAY)
    assert early.code == 0
    nobody = desk.say("approve", desk.society, "--round", "責了", "--by", SIGNER, "--on", DAY)
    assert (nobody.code, "approval-maker-unknown" in nobody.err) == (6, True)


def test_the_same_is_approved_once(desk: Desk) -> None:
    assert desk.approve().code == 0
    with desk.ledger() as ledger:
        (first,) = ledger.approvals()
    again = desk.approve("--on", DAY + timedelta(days=3), by="別の人")
    assert (again.code, again.err) == (0, "")
    assert again.out.startswith(f"it is approved already: 責了 signed by {SIGNER} on {DAY}, event {first.seq} of the")
    assert "approval-by-maker" in desk.approve(by="制作 太郎").err  # who may not sign is not told that it is done
    with desk.ledger() as ledger:
        assert ledger.approvals() == (first,)
    early = ("approve", desk.society, "--round", "初校", "--by", SIGNER, "--on", DAY)
    assert [desk.say(*early).code for _ in range(2)] == [0, 0]
    words = ("--round", "責了", "--on", DAY, "--society", desk.society, "--by", SIGNER)
    proof = desk.proof()
    assert [desk.say("approve", proof, *words).out.startswith("it is") for _ in range(2)] == [False, True]
    with desk.ledger() as ledger:  # a proof that was not signed before is: its thirty days run from here
        assert [a.round for a in ledger.approvals()] == ["責了", "初校", "初校", "責了"]
    (desk.society / "society.toml").write_text(TOML.replace("見本", "別の見本"), encoding="utf-8")
    assert "signed by" in desk.approve().out
    with desk.ledger() as ledger:
        assert len(ledger.approvals()) == 5


def test_a_proof_names_its_maker_and_is_kept_by_its_hash(desk: Desk) -> None:
    proof = desk.proof()
    words = ("approve", proof, "--round", "責了", "--on", DAY, "--society", desk.society, "--by")
    assert "approval-by-maker" in desk.say(*words, "制作太郎").err
    assert "approval-by-maker" in desk.say(*words, "制作太郎", "--maker", "別の人").err
    assert desk.say(*words, SIGNER).code == 0
    with desk.ledger() as ledger:
        (approval,) = ledger.approvals()
        assert (approval.maker, len(approval.proof)) == (MAKER, 64)
        assert ledger.approval_of(covered_by(ledger.job(desk.job.name).digest)) == approval


def test_nobody_makes_himself_another_in_the_proof(desk: Desk) -> None:
    proof = desk.proof()
    words = ("approve", proof, "--round", "責了", "--on", DAY, "--society", desk.society, "--by")
    told = json.loads((proof / "proof.json").read_text(encoding="utf-8"))
    (proof / "proof.json").write_text(json.dumps({**told, "by": "別の人"}), encoding="utf-8")
    for words_of in ((*words, MAKER), (*words, SIGNER), (*words, MAKER, "--maker", "別の人")):
        said = desk.say(*words_of)
        assert (said.code, "proof-unrecorded" in said.err, "make the proof again" in said.err) == (6, True, True)
    early = desk.say("approve", proof, "--round", "初校", "--on", DAY, "--society", desk.society, "--by", MAKER)
    assert "proof-unrecorded" in early.err
    with desk.ledger() as ledger:
        assert ledger.approvals() == ()
        assert ledger.breaks() == ()
    (proof / "proof.json").write_text(json.dumps(told), encoding="utf-8")  # as it was taken down
    assert "approval-by-maker" in desk.say(*words, MAKER).err
    assert desk.say(*words, SIGNER).code == 0


def test_the_same_proof_is_taken_down_once_and_by_somebody(tmp_path: Path) -> None:
    with open_ledger(tmp_path, "", create=True) as ledger:
        assert ledger.maker_of("a" * 64) is None
        for by in (MAKER, SIGNER):
            ledger.proofed("a" * 64, by=by, on=DAY)
        assert (ledger.horizon(), ledger.maker_of("a" * 64), ledger.maker_of("b" * 64)) == (1, MAKER, None)
        with pytest.raises(LedgerError, match="by-nobody"):
            ledger.proofed("b" * 64, by="・", on=DAY)


def test_a_stale_an_altered_and_a_foreign_proof_are_not_signed(desk: Desk) -> None:
    words = ("--round", "責了", "--on", DAY, "--society", desk.society, "--by", SIGNER)
    stale = desk.say("approve", desk.proof("old", layouts="0" * 64), *words)
    assert (stale.code, "proof-stale" in stale.err, "layouts" in stale.err) == (6, True, True)
    altered = desk.proof("altered")
    (altered / "proof.pdf").write_bytes(b"%PDF-1.7")
    assert "proof-altered" in desk.say("approve", altered, *words).err
    foreign = desk.proof("foreign")
    told = json.loads((foreign / "proof.json").read_text(encoding="utf-8"))
    (foreign / "proof.json").write_text(json.dumps({**told, "insurer_number": "06139993"}), encoding="utf-8")
    assert "proof-foreign" in desk.say("approve", foreign, *words).err
    (foreign / "proof.json").write_text("{}", encoding="utf-8")
    assert desk.say("approve", foreign, *words).code == 3


def test_what_is_printed_of_society_toml_is_covered_and_nothing_else(tmp_path: Path) -> None:
    def hashes(name: str, toml: str) -> object:
        write_society(tmp_path / name, toml)
        return covered(load_society(tmp_path / name), {}, "tool")

    as_it_is = hashes("a", TOML)
    assert hashes("guard", TOML + "max_documents = 5\n[encoding]\ndefault = 'cp932'\n") == as_it_is
    assert hashes("phone", TOML.replace("5678", "5679")) != as_it_is
    assert hashes("colour", TOML + "[card]\ncolour = {cmyk = [0.2, 0, 0, 0]}\n") != as_it_is
    assert hashes("expiry", TOML + "[[expiry]]\nissued_from = 2024-12-02\nvalid_to = 2028-12-01\n") != as_it_is


def test_a_job_says_who_approved_what_it_is_made_with(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    write_society(desk.society)
    assert desk.approve().code == 0
    desk.run()
    manifest = json.loads((desk.job / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["approval"] == {"round": "責了", "by": SIGNER, "on": "2025-10-01", "event": 1}


def test_a_job_without_approval_says_so(desk: Desk) -> None:
    manifest = json.loads((desk.job / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["approval"] == "未承認"
    assert "policy" not in manifest["hashes"]


def test_proofs_with_real_persons_go_thirty_days_after_the_last_round(desk: Desk) -> None:
    signed, earlier, later = desk.proof("signed"), desk.proof("earlier"), desk.proof("later", on=date(2025, 11, 1))
    dummy = desk.proof("dummy", real=False)
    words = ("--round", "責了", "--by", SIGNER, "--on", DAY, "--society", desk.society)
    assert desk.say("approve", signed, *words).code == 0
    before = desk.say("purge", desk.society, "--proofs", "--by", "係", "--on", DAY + timedelta(29))
    assert (before.code, before.out) == (0, "")
    ask = ("purge", desk.society, "--proofs", "--by", "係", "--on", DAY + timedelta(30))
    assert desk.say(*ask, "--dry-run").out.splitlines() == [str(earlier), str(signed)]
    assert (signed / "proof.pdf").is_file()
    gone = desk.say(*ask)
    assert gone.out.splitlines() == [str(earlier), str(signed)]
    assert sorted(p.name for p in signed.iterdir()) == ["proof.json", "purge.json"]
    assert "later" in gone.err
    assert all((folder / "proof.pdf").is_file() for folder in (later, dummy))
    assert desk.say(*ask).out == ""
