"""Shared by all tests: what is skipped fails where SHIKAKU_NO_SKIPS is set (as .ci/run does).

Property tests try the same examples every time, so that a change is judged by what it changed; `make fuzz` tries
others.
"""

import os
from collections.abc import Generator

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True)
settings.register_profile("others", derandomize=False, print_blob=True)
settings.load_profile(os.environ.get("SHIKAKU_EXAMPLES", "same"))

_Reports = Generator[None, pytest.TestReport, pytest.TestReport]
_Collected = Generator[None, pytest.CollectReport, pytest.CollectReport]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> _Reports:
    """Turn a skipped test into a failed one."""
    report = yield
    _forbid_skip(report, item.nodeid)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> _Collected:
    """Turn a module that skips itself into an error."""
    report = yield
    _forbid_skip(report, collector.nodeid)
    return report


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport, place: str) -> None:
    if report.outcome == "skipped" and os.environ.get("SHIKAKU_NO_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"{place}: skipped, but nothing may be skipped here"
