"""Where a job's files lie while it is made, and how they come under their name (contract §4).

`OUT/.<job>.work/` holds the scratch files, the lots' sources and, under `job/`, what becomes `OUT/<job>` by one rename.
"""

import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from generator.errors import ConfigError

_PRIVATE = 0o700


@dataclass(frozen=True, slots=True)
class Folders:
    """A job's places below OUT."""

    out: Path
    job: str

    @property
    def final(self) -> Path:
        """Return OUT/<job>."""
        return self.out / self.job

    @property
    def work(self) -> Path:
        """Return the work folder."""
        return self.out / f".{self.job}.work"

    @property
    def building(self) -> Path:
        """Return what will be renamed to the final folder."""
        return self.work / "job"

    @property
    def vendor(self) -> Path:
        """Return vendor/ while it is made."""
        return self.building / "vendor"

    @property
    def office(self) -> Path:
        """Return office/ while it is made."""
        return self.building / "office"

    @property
    def documents(self) -> Path:
        """Return where the office keeps the documents of every lot."""
        return self.office / "documents"

    @property
    def lots(self) -> Path:
        """Return where the lots' sources and records lie."""
        return self.work / "lots"

    def make(self) -> None:
        """Make the work folders, readable by their owner alone."""
        make_private(self.out)
        for folder in (self.work, self.building, self.vendor, self.office, self.documents, self.lots):
            make_private(folder)

    def drop(self) -> None:
        """Remove the work folder and everything in it."""
        shutil.rmtree(self.work, ignore_errors=True)

    def publish(self) -> None:
        """Give the finished folder its name."""
        if self.final.exists():
            raise ConfigError(
                "job-folder-exists",
                str(self.final.name),
                "a folder of that name is in the way",
                "move it away, then run the same command again",
            )
        self.building.rename(self.final)


def make_private(folder: Path) -> None:
    """Make a folder 0700 where the system has modes; a folder that was there keeps its own."""
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(_PRIVATE)


def is_private(folder: Path) -> bool:
    """Tell whether nobody but the owner may look into a folder."""
    return os.name != "posix" or not folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
