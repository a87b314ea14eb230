"""What a pull empties is not posted, what loses its only card is no 簡易書留: its lists say so, for the whole job."""

from collections import Counter
from pathlib import Path

import folk
import pytest
import remake_shop as shop

from generator.errors import ConfigError, LedgerError
from generator.remake.posting import posted
from generator.remake.sealed import open_sealed

DIRECT = {**shop.HOME, "事業所コード": "", "区分": "任意継続", "資格取得年月日": "2025-04-01"}
LINE = ("route", "class", "size", "tier_grams", "area")


def mail(folder: Path) -> dict[str, tuple[str, str]]:
    """Return class and total of every envelope by the office's list."""
    return {row["envelope"]: (row["class"], row["total"]) for row in shop.table(folder / "office" / "mailing.csv")}


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a job with a household by post, of whom one gets a card and a notice, the other a notice alone."""
    home = folk.household("7", 2, **DIRECT)
    home[1]["マイナ保険証"] = "登録済"
    return shop.sealed(tmp_path_factory.mktemp("mail"), more=[*shop.rows(), *home])


def test_the_whole_job_is_posted_without_what_was_pulled(job: Path) -> None:
    before = mail(job)
    assert before["E000006"] == ("簡易書留", "460") and "E000004" in before
    first = shop.take(job, "100,7,00,2025-10-05")
    (row,) = shop.table(first.folder / "vendor" / "envelopes.csv")
    assert (row["envelope"], row["class"], row["cards"], row["notices"]) == ("E000006", "普通", "0", "1")
    assert mail(first.folder) == before | {"E000006": ("普通", "110")}
    second = shop.take(job, "100,5,00,2025-10-05")
    after = mail(second.folder)
    assert after == {name: told for name, told in mail(first.folder).items() if name != "E000004"}
    assert second.emptied == ("E000004",)
    lines = Counter(tuple(row[n] for n in LINE) for row in shop.table(second.folder / "office" / "mailing.csv"))
    posted = shop.table(second.folder / "vendor" / "mailing.csv")
    assert {tuple(row[n] for n in LINE): int(row["count"]) for row in posted} == lines
    assert sum(int(row["total"]) for row in posted) == sum(int(total) for _, total in after.values())
    assert shop.faults(job) == []


def test_without_its_list_of_mail_nothing_is_pulled(tmp_path: Path) -> None:
    job = shop.sealed(tmp_path)
    (job / "office" / "mailing.csv").rename(tmp_path / "mailing.csv")
    with pytest.raises(LedgerError, match="file-lost"):  # a job whose office files are on record misses it at once
        shop.take(job, "100,5,00,2025-10-05")
    older = open_sealed(job, shop.society_of(job), lambda _job, _name: ())  # one of before they were
    with pytest.raises(ConfigError) as refused:
        posted(older, ())
    (tmp_path / "mailing.csv").rename(job / "office" / "mailing.csv")
    assert posted(older, ()).mailed
    assert (refused.value.code, refused.value.place, refused.value.exit_code) == ("mailing-gone", "mailing.csv", 2)
    assert "put it back" in str(refused.value)


def test_an_employer_s_envelope_keeps_its_class_and_a_lighter_one_its_tier(job: Path) -> None:
    before = {row["envelope"]: row for row in shop.table(job / "office" / "mailing.csv")}
    done = shop.take(job, "100,3,00,2025-10-05", "100,3,01,2025-10-05")
    row = {row["envelope"]: row for row in shop.table(done.folder / "office" / "mailing.csv")}["E000002"]
    assert (before["E000002"]["tier_grams"], row["tier_grams"], row["class"]) == ("100", "50", "特定記録")
    (told,) = shop.table(done.folder / "vendor" / "envelopes.csv")
    assert (row["grams"], told["class"]) == (told["grams"], "特定記録")


def test_notices_with_digits_keep_their_class(tmp_path: Path) -> None:
    digits = [("100", "1", f"{n:02d}", f"471{n}") for n in range(2)]
    home = folk.household("1", 2, **DIRECT | {"資格取得年月日": "2024-04-01"})
    job = shop.sealed(tmp_path, toml="", more=home, snapshot=digits, on=shop.PHASE_1)
    assert {told for told, _ in mail(job).values()} == {"特定記録"}
    done = shop.take(job, "100,1,01,2025-10-05")
    (row,) = shop.table(done.folder / "vendor" / "envelopes.csv")
    assert (row["class"], row["notices"]) == ("特定記録", "1")
    assert mail(done.folder) == mail(job)
