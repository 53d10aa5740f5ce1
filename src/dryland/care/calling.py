"""Calls staff about a change that is on its way to the disk: they hear first, and stay called only if it gets there."""

from __future__ import annotations

from typing import Final, Protocol

from dryland.alerting.keeper import AlertOutcome, OnAnswer
from dryland.floor.alert_request import AlertRequest

__all__ = ["AlertOver", "FitnessCall", "RaiseAlert"]

NOT_STORED: Final = "The change could not be stored."


class RaiseAlert(Protocol):
    """Calls somebody; without `done` it is tried again until the disk takes it."""

    def __call__(self, org_id: str, request: AlertRequest, done: OnAnswer | None = None) -> None: ...


class AlertOver(Protocol):
    """The cause of an alert is gone."""

    def __call__(self, org_id: str, cause: str, reason: str | None = None) -> None: ...


class FitnessCall:
    """One call: the answers about the alert and about the change may come in either order.

    `is_first` says that no alert of this cause can be open already, so that taking it back takes nothing else back.
    """

    def __init__(
        self, org_id: str, request: AlertRequest, raise_alert: RaiseAlert, over: AlertOver, *, is_first: bool
    ) -> None:
        self._org_id = org_id
        self._request = request
        self._raise = raise_alert
        self._over = over
        self._is_first = is_first
        self._is_raised: bool | None = None
        self._is_stored: bool | None = None
        raise_alert(org_id, request, self._answered)

    def _answered(self, outcome: AlertOutcome) -> None:
        self._is_raised = outcome.refusal is None
        self._conclude()

    def settled(self, *, is_stored: bool) -> None:
        """The disk has answered about the change."""
        self._is_stored = is_stored
        self._conclude()

    def _conclude(self) -> None:
        if self._is_raised is None or self._is_stored is None:
            return
        if self._is_stored and not self._is_raised:
            self._raise(self._org_id, self._request)
        elif self._is_raised and not self._is_stored and self._is_first:
            self._over(self._org_id, self._request.cause or "", NOT_STORED)
