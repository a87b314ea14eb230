"""What the desk and the print shop bring between the jobs: lost cards, spoiled sheets, pulls, mail that came back."""

import csv
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from acceptance_rules import CARD, NONE, NOTICE, Key, key_of
from year_lists import Left
from year_people import CARD_NOW, DAY, TOLD
from year_town import Row, able, old, unable
from year_walk import BY, Walk


def request(row: Row, kind: str, on: date) -> Row:
    """Return the request a call at the desk is."""
    key = dict(zip(("記号", "番号", "枝番"), key_of(row), strict=True))
    return {"受付日": on.isoformat(), **key, "種別": kind, "備考": "", "受付番号": "", "処理": ""}


def written(key: Key) -> str:
    """Write a key as the command takes it."""
    return "-".join(key)


def reprint(walk: Walk, on: date, reason: str, *, by_number: bool = False, undo: bool = False) -> None:
    """Replace one card at the desk; by its number or the person, and perhaps take that back."""
    holder = walk.town.take(lambda row: unable(row) and walk.books.holds(row, on), on)
    if holder is None:
        return
    before = walk.books.copied()
    held = walk.books.held(key_of(holder), holder["資格取得年月日"], on)
    whom = ("--card", held) if by_number else ("--person", written(key_of(holder)))
    words = ("reprint", walk.town.folder, *whom, "--reason", reason, "--on", on, "--by", BY, "--out", walk.out)
    told = json.loads(walk.say(*words, "--yes", "--json", apart=True).out)
    assert told["old"] == held
    left = walk.small(on, f"再発行({reason})1枚", told["job"], [request(holder, "再交付", on)])
    assert [row["管理番号"] for row in left.issued] == [told["number"]]
    assert walk.books.numbers[held].ended
    walk.say(*words, "--yes", "--json", code=6)  # the same call again is refused
    if undo:
        walk.say("reprint", walk.town.folder, "--undo", told["number"], "--on", on, "--by", BY)
        walk.books = before
        walk.books.withdrawn.add(told["number"])
        walk.note(on, "その再発行を取消")
        return
    said = walk.say("ledger", "found", walk.town.folder, held, "--on", on + DAY, "--by", BY)
    assert told["number"] in said.out  # the old one has to be handed in; valid instead is the new one
    walk.note(on + DAY, "紛失した証が見つかる")


def refuse_reprint(walk: Walk, on: date) -> None:
    """Refuse a card to someone whose マイナ保険証 works."""
    row = walk.town.take(lambda row: able(row) and not walk.books.holds(row, on), on)
    if row is not None:
        words = ("reprint", walk.town.folder, "--person", written(key_of(row)), "--reason", "紛失", "--on", on)
        walk.say(*words, "--by", BY, "--out", walk.out, "--yes", code=5)


def gang(walk: Walk, on: date, count: int) -> None:
    """Queue some calls, take one off, and print the others on one sheet."""
    queued: list[Row] = []
    for _ in range(count + 1):
        row = walk.town.take(lambda row: unable(row) and walk.books.holds(row, on), on)
        if row is not None:
            queued.append(row)
    for row in queued:
        words = ("reprint", walk.town.folder, "--person", written(key_of(row)), "--reason", "破損", "--on", on)
        walk.say(*words, "--by", BY, "--printer", "gang", "--yes")
    if len(queued) < 2:
        return
    walk.say("reprint", walk.town.folder, "--undo", written(key_of(queued.pop())), "--on", on, "--by", BY)
    said = walk.say("reprint", walk.town.folder, "--gang", "--on", on, "--by", BY, "--out", walk.out)
    job = Path(said.out.strip().splitlines()[-1]).name
    left = walk.small(on, f"再発行の待ち{len(queued)}枚をまとめて", job, [request(row, "再交付", on) for row in queued])
    walk.settle(left, on + DAY)
    walk.note(on + DAY, "まとめた再発行: 引渡し、受領、結果の取込み")


def mail(walk: Walk, left: Left, on: date) -> None:
    """Have cards and a notice come back by post; send one card again, void another, leave the third."""
    cards = [r["管理番号"] for r in left.issued if r["文書"] == CARD and not walk.books.numbers[r["管理番号"]].ended]
    notices = [row["管理番号"] for row in left.issued if row["文書"] == NOTICE]
    back = [*cards[:3], *notices[:1]]
    for number in back:
        _returned(walk, number, "返戻", on)
        if walk.books.numbers[number].kind == CARD:
            walk.books.undelivered.add(number)
    said = json.loads(walk.say("ledger", "undelivered", walk.town.folder, "--json").out)
    assert set(back) <= {row["number"] for row in said["undelivered"]}
    walk.note(on, f"返戻{len(back)}通", left)
    for number in (*back[:1], *back[3:]):
        walk.say("ledger", "sent-again", walk.town.folder, number, "--on", on + DAY, "--by", BY)
        walk.books.undelivered.discard(number)
    for number in back[1:2]:
        _hand_in(walk, number, on + DAY)
    walk.note(on + DAY, f"再送{len((*back[:1], *back[3:]))}通、返戻の証の返納{len(back[1:2])}枚", left)


def hand_in(walk: Walk, on: date) -> None:
    """Have cards handed in by one who registered, one who still has nothing, and one who moved or left."""
    holds = lambda row: walk.books.holds(row, on)  # noqa: E731
    number = ""
    row = walk.town.take(lambda row: able(row) and not old(row) and holds(row), on)
    if row is not None:
        number = walk.books.held(key_of(row), row["資格取得年月日"], on)
        _hand_in(walk, number, on)
        walk.expect("返納: 登録済", row, *([] if walk.books.notified(row) else [TOLD]) or [(NONE, "able")])
    row = walk.town.take(lambda row: unable(row) and not old(row) and holds(row), on)
    if row is not None:
        number = walk.books.held(key_of(row), row["資格取得年月日"], on)
        _hand_in(walk, number, on)
        walk.expect("返納: 登録なし", row, CARD_NOW)
    gone = [n for n, i in sorted(walk.books.numbers.items()) if _to_collect(walk, n, on) and i.kind == CARD]
    for number in gone[:2]:
        _hand_in(walk, number, on)
    if number:
        walk.note(on, "証の返納")


def _to_collect(walk: Walk, number: str, on: date) -> bool:
    issued = walk.books.numbers[number]
    row = walk.town.current.get(issued.key)
    if issued.ended or issued.kind != CARD:
        return False
    lost = row is not None and "" < row["資格喪失年月日"] <= on.isoformat()
    return issued.key in walk.town.gone or lost


def _returned(walk: Walk, number: str, why: str, on: date) -> None:
    walk.say("ledger", "returned", walk.town.folder, number, "--why", why, "--on", on, "--by", BY)


def _hand_in(walk: Walk, number: str, on: date) -> None:
    _returned(walk, number, "返納", on)
    if walk.books.numbers[number].kind == CARD:
        walk.books.end(number)


def spoil(walk: Walk, left: Left, on: date, what: str, *options: object) -> None:
    """Have pieces of a job made again; every number is there once as a good copy, the others are to be shredded."""
    before = left.good()
    words = ("spoil", left.folder, *options, "--on", on, "--by", BY, "--why", "見当ずれ")
    told = json.loads(walk.say(*words, "--society", walk.town.folder, "--json").out)
    after = left.good()
    again = [number for number in before if after[number] != before[number]]
    assert again or told["separators"]  # a sheet of a small job may bear nothing else
    assert before.keys() == after.keys() and all(after[n] == before[n] + 1 for n in again)
    assert told["pieces"] <= len(again)  # a household's sheet bears several
    walk.note(on, f"ヤレの作り直し({what}): {len(again)}件", left)


def vendor_file(walk: Walk, numbers: Sequence[str]) -> Path:
    """Write the vendor's list of what is spoiled."""
    path = walk.out / "vendor.csv"
    path.write_text("\n".join(("管理番号,reason", *(f"{n},汚れ" for n in numbers), "")), encoding="utf-8")
    return path


def pull(walk: Walk, left: Left, on: date, count: int) -> list[str]:
    """Have people leave after the run; their pieces are pulled, their cards void; the next job finds them left."""
    live = {
        kind: {
            key_of(row) for row in left.issued if row["文書"] == kind and not walk.books.numbers[row["管理番号"]].ended
        }
        for kind in (CARD, NOTICE)
    }
    rows: list[Row] = []
    for turn in range(count):
        keys = live[CARD if turn % 2 else NOTICE] or live[NOTICE] or live[CARD]
        found = walk.town.take(lambda row, keys=keys: key_of(row) in keys, on)
        if found is not None:
            rows += walk.town.homes[key_of(found)[:2]] if found["続柄"] == "本人" else [found]
    if not rows:
        return []
    path = walk.out / "left.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(("記号", "番号", "枝番", "資格喪失年月日"))
        out.writerows((*key_of(row), on.isoformat()) for row in rows)
    words = ("pull", left.folder, "--file", path, "--on", on, "--by", BY, "--why", "喪失")
    told = json.loads(walk.say(*words, "--society", walk.town.folder, "--json").out)
    mine = {row["管理番号"] for row in left.issued if key_of(row) in {key_of(r) for r in rows}}
    assert set(told["numbers"]) == {n for n in mine if not walk.books.numbers[n].ended}, (told, mine)
    for row in rows:
        row["資格喪失年月日"] = on.isoformat()
        walk.town.late[key_of(row)] = on
        walk.expect("引抜きの後", row, (NONE, "left"))
    for number in told["numbers"]:
        if walk.books.numbers[number].kind == CARD:
            walk.books.end(number)
    walk.note(on, f"引抜き{len(told['numbers'])}件({told['people']}人)", left)
    return list(told["numbers"])
