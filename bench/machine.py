"""Nothing in, one line about the machine and one about the versions out."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = ("reportlab", "pypdf", "uharfbuzz", "fpdf2", "typst", "pdfimpose", "pymupdf", "pypdfium2")


def machine() -> str:
    """Describe processor, cores, memory, and how busy they are."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{_processor()}, {os.cpu_count()} cores{_memory()}, {platform.system()} {platform.machine()}{load}"


def busy() -> bool:
    """Tell whether more wants to run than there are cores; the bench itself wants two at most."""
    return hasattr(os, "getloadavg") and os.getloadavg()[2] > max(2, os.cpu_count() or 1)


def versions() -> str:
    """List Python and the packages that are measured."""
    found = [f"Python {platform.python_version()}"]
    for name in _PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} missing")
    return ", ".join(found)


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())


def _memory() -> str:
    info = Path("/proc/meminfo")
    if not info.exists():
        return ""
    kilobytes = int(info.read_text(encoding="ascii").split()[1])
    return f", {kilobytes / 1024**2:.0f} GB"
