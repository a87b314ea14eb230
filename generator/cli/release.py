"""The commands between a proof and the end of a job: approve, release, purge (print.md §7)."""

import sys
from datetime import date
from pathlib import Path

import click

from generator.cli.options import FILE, FOLDER, SOCIETY, WORDS, by_option, on_option
from generator.errors import ConfigError
from generator.job.talk import Talk
from generator.job.withdraw import find_society
from generator.ledger.approving import FINAL, ROUNDS
from generator.messages.catalogue import translator
from generator.release import hand_over, purging, sign, stale_proofs
from generator.release.hand_over import Released, acknowledge
from generator.release.proof import is_proof, read_proof
from generator.release.secret import Means

society_option = click.option(
    "--society", type=SOCIETY, envvar="SHIKAKU_SOCIETY", help="Default: here, or beside the job's folder."
)


@click.command()
@click.argument("place", metavar="PROOF|SOCIETY", type=SOCIETY)
@click.option("--round", "name", type=click.Choice(ROUNDS), required=True, help="The round; 責了 lets jobs out.")
@by_option(required=True)
@on_option()
@click.option("--maker", type=WORDS, default="", help="Who made the proof, where no proof says so.")
@society_option
def approve(place: Path, name: str, by: str, on: date, maker: str, society: Path | None) -> None:
    """Sign a proof: what it was made with is recorded; the last round needs a person other than its maker."""
    proof = read_proof(place) if is_proof(place) else None
    folder = find_society(str(place), society) if proof else place
    signed = sign.sign(sign.Wish(folder, proof, name, by, on, maker))
    talk = Talk(translator())
    if signed.before is not None:
        text = (
            "it is approved already: {round} signed by {by} on {day}, event {event} of the ledger; nothing was recorded"
        )
        facts = {"by": signed.before.by, "day": signed.before.on.isoformat(), "event": signed.event}
        click.echo(translator()(text).format(round=name, **facts))
        return
    if name == FINAL:
        talk.say("jobs made with the same fonts, layouts, profiles and policy may be released")
    if proof is None:
        talk.say("no proof was named: what was looked at is not on record")
    told = translator()("{round} signed by {by}, event {event} of the ledger")
    click.echo(told.format(round=name, by=by, event=signed.event))


@click.command()
@click.argument("job", type=click.Path(path_type=Path))
@by_option(required=True)
@on_option()
@click.option("--to", type=WORDS, metavar="VENDOR", help="The vendor, as [vendors.keys] names it.")
@click.option("--key", type=FILE, help="The vendor's public keys (age or SSH), one a line.")
@click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="AES-256 instead of a key: a 0600 file with the passphrase, or - for standard input.",
)
@click.option("--out", type=click.Path(path_type=Path), help="The package's file or folder. Default: beside the job.")
@click.option(
    "--part", metavar="remake-NN|pull-NN", default="", help="A remake or a pull of the job, behind the job itself."
)
@click.option("--acknowledged", metavar="SHA256", help="The vendor has it: the SHA-256 the vendor told.")
@society_option
def release(
    job: Path, by: str, on: date, to: str | None, key: Path | None, passphrase_file: Path | None, out: Path | None,
    part: str, acknowledged: str | None, society: Path | None,
) -> None:  # fmt: skip
    """Check a sealed job, or a part of it that was made later, once more and make the vendor's encrypted package."""
    talk = Talk(translator())
    folder = find_society(str(job), society)
    if key and passphrase_file:
        fact, step = "a package has one lock, and --key and --passphrase-file are two", "leave one of them out"
        raise ConfigError("release-options", "release", fact, step)
    if (to is None) == (acknowledged is None):
        raise ConfigError("release-options", "release", "name a vendor, or what it told", "--to, or --acknowledged")
    if acknowledged is not None:
        if not acknowledge(folder, job.name, part, acknowledged, by=by, on=on):
            talk.say("that was recorded before")
            return
        told = translator()("{job}: recorded that the vendor has it")
        click.echo(told.format(job="/".join(filter(None, (job.name, part)))))
        return
    ask = _ask if sys.stdin.isatty() else None
    means = Means(key, passphrase_file, ask)
    _tell(hand_over.release(hand_over.Wish(folder, job, to or "", by, on, means, out, part)), talk)


@click.command()
@click.argument("place", metavar="JOB|SOCIETY", type=click.Path(path_type=Path))
@by_option(required=True)
@on_option()
@click.option("--why", type=WORDS, default="", help="The reason, for the ledger.")
@click.option("--proofs", is_flag=True, help="Proofs with real persons, 30 days after 責了, instead of a job.")
@click.option("--in", "within", type=FOLDER, help="Where proofs are looked for. Default: beside the society's folder.")
@click.option("--dry-run", is_flag=True, help="Tell which proofs would go, and leave them.")
@society_option
def purge(
    place: Path, by: str, on: date, why: str, proofs: bool, within: Path | None, dry_run: bool, society: Path | None
) -> None:
    """Erase the personal data of a job that is over; hashes, counts and a log stay."""
    talk = Talk(translator())
    if proofs:
        _purge_proofs(stale_proofs.Wish(place, within or place.absolute().parent, by, on, why, dry_run), talk)
        return
    if dry_run or within:
        raise ConfigError("purge-options", "purge", "--dry-run and --in are for --proofs", "leave them out")
    purged = purging.purge(purging.Wish(find_society(str(place), society), place, by, on, why))
    if purged.desk:
        talk.say("printed at the desk, so never released; its day is over")
    if purged.again:
        talk.say("it was purged before; nothing was left to erase")
    else:
        talk.say("erased {files} files, {bytes} bytes", files=purged.erased.files, bytes=purged.erased.bytes)
    for package in purged.packages_left:
        talk.say("{package} is not beside the job; erase it where it lies", package=package)
    if not purged.again:
        talk.say("unlinked, not overwritten: what makes it unreadable is the key of the encrypted volume")
    click.echo(str(place / "purge.json"))


def _purge_proofs(wish: stale_proofs.Wish, talk: Talk) -> None:
    for each in stale_proofs.purge_proofs(wish):
        if each.due:
            click.echo(str(each.folder))
        elif each.over is None:
            talk.say("{proof}: no 責了 came behind it yet", proof=each.folder.name)
        else:
            talk.say("{proof}: kept until {day}", proof=each.folder.name, day=each.over.isoformat())


def _tell(done: Released, talk: Talk) -> None:
    """Say on stdout what the vendor has to be told: the file, its size and its SHA-256."""
    if done.again:
        talk.say("it was released before; this is the same package")
    elif done.late:
        talk.say("sealed before 責了; it was made with exactly what was signed since")
    for part in done.waiting:
        talk.say("{part} is not released yet: the vendor needs it too, `shikaku release --part {part}`", part=part)
    for copy in done.void:
        talk.say(
            "{number} in envelope {envelope} is void: have the vendor take it out and report it pulled",
            number=copy.number, envelope=copy.envelope,
        )  # fmt: skip
    if done.listed is not None:
        talk.say("{file} says where they lie; it has no names, give it to the vendor too", file=done.listed)
    click.echo(f"{done.handed.sha256}  {done.handed.bytes}  {done.package}")


def _ask() -> str:
    return click.prompt(translator()("Passphrase"), hide_input=True, confirmation_prompt=True, err=True)
