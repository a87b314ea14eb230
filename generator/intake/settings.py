"""society.toml in, a Society out; every fault with its line, collected (contract §2-3; 保険者番号: domain.md §5.1)."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, Final

from fonts.collections import COLLECTIONS
from fonts.errors import Refusal
from fonts.forms import FORMS
from generator.intake.columns import FILES, GAIJI
from generator.intake.insurer_number import number_fault
from generator.intake.located import Section, read_toml
from generator.intake.packing import read_packing
from generator.intake.problem import ConfigErrors, gathered
from generator.model import Expiry, Gaiji, Insurer, Policy, Society
from layouts.ink import Ink

NAME: Final = "society.toml"
_ENCODINGS: Final = ("utf-8", "cp932")
_SHA256: Final = re.compile("[0-9a-f]{64}")
#: A green that no old card of the sample society bears; every real society names its own.
_COLOUR: Final = Ink((0.35, 0.0, 0.3, 0.0))
_STOCKS: Final = {"card": "card-21up", "notice": "notice-a4", "letter": "letter-a4", "envelope": "envelope-kaku2"}


_PUBLIC: Final = ("age1", "ssh-ed25519 ", "ssh-rsa ")


def load_society(folder: Path) -> Society:
    """Read society.toml; raises ConfigError (exit 2) with every fault in it."""
    table, lines, raw = read_toml(folder / NAME, NAME)
    faults: list[Refusal] = []
    root = Section(NAME, "", table, lines, faults)
    if root.whole("format", 1) != 1:
        root.fault("format", "format-unknown", "format is not 1", "use the version of this system that wrote the file")
    society = _society(root, folder, hashlib.sha256(raw).hexdigest())
    root.done()
    if faults:
        raise gathered(faults, ConfigErrors)
    return society


def _society(root: Section, folder: Path, sha256: str) -> Society:
    insurer = _insurer(root)
    card = root.section("card")
    colour = _ink(card, "colour") or _COLOUR
    old_colour = _ink(card, "old_colour")
    card.done()
    policy = _policy(root.section("policy"), _expiry(root))
    encoding = root.section("encoding")
    encodings = _encodings(encoding)
    ivs, forms = encoding.choice("ivs", ("", *COLLECTIONS), ""), encoding.choice("forms", ("", *FORMS), "")
    encoding.done()
    gaiji, gaiji_table = _gaiji(root.section("gaiji"), folder)
    vendors, vendor_keys = _vendors(root.section("vendors"))
    columns, not_my_number = _columns(root.section("columns"))
    return Society(
        folder=str(folder),
        insurer=insurer,
        colour=colour,
        old_colour=old_colour,
        policy=policy,
        packing=read_packing(root),
        encodings=encodings,
        columns=columns,
        not_my_number=not_my_number,
        vendors=vendors,
        vendor_keys=vendor_keys,
        ledger_url=_single(root, "ledger", "url"),
        layouts_dir=_single(root, "layouts", "dir"),
        sha256=sha256,
        ivs=ivs,
        forms=forms,
        gaiji=gaiji,
        gaiji_table=gaiji_table,
    )


def _insurer(root: Section) -> Insurer:
    if "insurer" not in root:
        root.fault("insurer", "key-missing", "[insurer] is required")
        root.take("insurer")
        return Insurer("", "", "", "", "", "", "")
    section = root.section("insurer")
    number, retired = section.text("number", None), section.text("number_retired")
    for key, value in (("number", number), ("number_retired", retired)):
        fault = number_fault(value, retired=key == "number_retired") if value else ""
        if fault:
            section.fault(key, "insurer-number", fault, "take it from the society's seal or a card")
    insurer = Insurer(
        number=number,
        number_retired=retired,
        name=section.text("name", None),
        postcode=section.text("postcode", None),
        address=section.text("address", None),
        phone=section.text("phone", None),
        url=section.text("url"),
    )
    section.done()
    return insurer


def _ink(card: Section, key: str) -> Ink | None:
    """Take `{cmyk = […]}` or `{spot = "…", cmyk = […]}`.

    Parts are per cent as soon as one is above 1, else fractions: no card colour has at most 1 % of every ink.
    """
    if key not in card:
        card.take(key)
        return None
    section = card.section(key)
    spot, cmyk = section.text("spot"), _parts(section.take("cmyk"))
    if cmyk is None:
        section.fault("cmyk", "colour-parts", "{key} is not four numbers, all 0 to 1 or all 0 to 100")
        return None
    section.done()
    return Ink(cmyk, spot)


def _parts(value: Any) -> tuple[float, float, float, float] | None:
    if not isinstance(value, list):
        return None
    given: list[Any] = value  # pyright: ignore[reportUnknownVariableType]
    parts = [float(part) for part in given if isinstance(part, int | float) and not isinstance(part, bool)]
    if len(parts) != len(given) or len(parts) != 4 or not all(0 <= part <= 100 for part in parts):
        return None
    scale = 100 if max(parts) > 1 else 1
    c, m, y, k = (part / scale for part in parts)
    return c, m, y, k


def _expiry(root: Section) -> tuple[Expiry, ...]:
    value: Any = root.take("expiry")
    if value is None:
        return Policy().expiry
    if not isinstance(value, list) or not value:
        root.fault("expiry", "wrong-type", "[[expiry]] is not an array of tables", "write [[expiry]]")
        return Policy().expiry
    tables: list[Any] = value  # pyright: ignore[reportUnknownVariableType]
    rows: list[Expiry] = []
    for index, table in enumerate(tables):
        section = root.inner(f"expiry.{index}", table)
        row = Expiry(section.day("issued_from", None), section.day("valid_to", None))
        section.done()
        if row.valid_to < row.issued_from:
            section.fault("valid_to", "expiry-order", "{key} is before issued_from")
        if rows and row.issued_from <= rows[-1].issued_from:
            section.fault("issued_from", "expiry-order", "{key} is not after that of the row above", "sort the rows")
        rows.append(row)
    return tuple(rows)


def _policy(section: Section, expiry: tuple[Expiry, ...]) -> Policy:
    default = Policy()
    most: Any = section.take("max_documents")
    limit = most if isinstance(most, int) and not isinstance(most, bool) and most >= 0 else None
    if limit is None and most not in (None, "none"):
        section.fault("max_documents", "wrong-type", '{key} is neither a whole number nor "none"')
    policy = Policy(
        cards_from=section.day("cards_from", default.cards_from),
        old_card_ends=section.day("old_card_ends", default.old_card_ends),
        phase1=_phase1(section, default.phase1),
        phase2_from=section.day("phase2_from", default.phase2_from),
        bulk_cards_from=section.day("bulk_cards_from", default.bulk_cards_from),
        renewal_lead=section.days("renewal_lead", default.renewal_lead),
        unconfirmed_days=section.days("unconfirmed_days", default.unconfirmed_days),
        request_days=section.days("request_days", default.request_days),
        leaving_days=section.days("leaving_days", default.leaving_days),
        advance_days=section.days("advance_days", default.advance_days),
        no_mynumber=section.choice("no_mynumber", ("variant", "hold"), default.no_mynumber),
        notice_for_card_recipients=section.flag(
            "notice_for_card_recipients", default=default.notice_for_card_recipients
        ),
        private_back_direct=section.flag("private_back_direct", default=default.private_back_direct),
        max_documents=limit,
        expiry=expiry,
    )
    section.done()
    return policy


def _phase1(policy: Section, default: tuple[date, date] | None) -> tuple[date, date] | None:
    if "phase1" not in policy:
        policy.take("phase1")
        return default
    value: Any = policy.take("phase1")
    if value == "none":
        return None
    section = policy.inner("phase1", value)
    first, last = section.day("from", None), section.day("to", None)
    section.done()
    if last < first:
        section.fault("to", "period-reversed", "{key} is before from")
    return first, last


def _encodings(section: Section) -> Mapping[str, str]:
    default = section.choice("default", _ENCODINGS, "utf-8")
    return {file: section.choice(file, _ENCODINGS, default) for file in FILES}


def _columns(section: Section) -> tuple[Mapping[str, Mapping[str, str]], frozenset[str]]:
    not_my_number = frozenset(section.texts("not_my_number"))
    columns: dict[str, Mapping[str, str]] = {}
    for file, spec in FILES.items():
        names = section.section(file)
        own = {canonical: names.text(canonical, None) for canonical in spec.order if names.known(canonical)}
        columns[file] = own
        for canonical, name in own.items():
            if list(own.values()).count(name) > 1:
                names.fault(canonical, "column-twice", "the column of {key} is given to two headers")
        names.done()
    section.done()
    return columns, not_my_number


def _vendors(section: Section) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Take the profile of every pile, and [vendors.keys]: whom packages are encrypted to, by the vendor's name."""
    found = {pile: section.text(pile, stock) for pile, stock in _STOCKS.items()}
    keys = section.section("keys")
    given = {vendor: keys.text(vendor, None) for vendor in keys.keys()}  # noqa: SIM118 - a Section, no mapping
    for vendor, value in given.items():
        if value and not value.startswith(_PUBLIC) and not _within(value):
            fact = "{key} is neither a public key nor a file within the society's folder"
            keys.fault(vendor, "vendor-key", fact, "write age1… or ssh-ed25519 …, or the name of a file of such lines")
    keys.done()
    section.done()
    return found, given


def _gaiji(section: Section, folder: Path) -> tuple[Gaiji | None, str]:
    """Take the face with its digest, and the table: the one named, or gaiji.csv where the folder has it."""
    usual = GAIJI.file if (folder / GAIJI.file).is_file() else ""
    face, sha256, table = section.text("face"), section.text("sha256").lower(), section.text("table", usual)
    section.done()
    for key, value, other in (("face", face, sha256), ("sha256", sha256, face)):
        if other and not value:
            section.fault(key, "key-missing", "{key} is required, for the face and its digest go together")
    if sha256 and not _SHA256.fullmatch(sha256):
        section.fault("sha256", "digest-format", "{key} is not 64 hexadecimal digits", "take it from sha256sum")
    for key, path in (("face", face), ("table", table)):
        if path and not _within(path):
            fact, step = (
                "{key} is not a path within the society's folder",
                "write it without a leading / and without ..",
            )
            section.fault(key, "path-outside", fact, step)
    return (Gaiji(face, sha256) if face and sha256 else None), table


def _within(path: str) -> bool:
    parts = PurePosixPath(path.replace("\\", "/"))
    return not parts.is_absolute() and ":" not in path and ".." not in parts.parts


def _single(root: Section, table: str, key: str) -> str:
    section = root.section(table)
    found = section.text(key)
    section.done()
    return found
