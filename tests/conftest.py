from __future__ import annotations

import os
from collections.abc import Generator

import pytest
from hypothesis import settings

# How long one example takes says more about the machine than about the code.
settings.register_profile("handoutkit", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("handoutkit")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update`` writes what is printed now into the gallery of faults, for people to read."""
    parser.addoption("--update", action="store_true", help="rewrite the expectations of tests/wrong")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped test is a failure in CI, where everything is expected to be there."""
    report = yield
    _fail_if_skipped_in_ci(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole file that is skipped."""
    report = yield
    _fail_if_skipped_in_ci(report)
    return report


def _fail_if_skipped_in_ci(report: pytest.TestReport | pytest.CollectReport) -> None:
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext
        report.outcome = "failed"
        report.longrepr = f"skipped, which is a failure in CI: {reason}"
