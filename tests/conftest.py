"""Shared by all tests: a skipped test is a failure where SHIKAKU_NO_SKIPS is set (as .ci/run does)."""

import os
from collections.abc import Iterator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.skipped and os.environ.get("SHIKAKU_NO_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: skipped, but nothing may be skipped here"
    return report
