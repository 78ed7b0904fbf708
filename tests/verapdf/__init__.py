"""veraPDF as the referee of the tests: what it says about finished PDFs."""

from __future__ import annotations

from verapdf.referee import Failure, Verdict, judge, why_not_available

__all__ = ["Failure", "Verdict", "judge", "why_not_available"]
