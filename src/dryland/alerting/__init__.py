"""Alerts at the node: kept in step with the disk, answered by people, watched for on the running floor."""

from dryland.alerting.desk import AlertDesk, alerts_for
from dryland.alerting.keeper import AlertKeeper, AlertOutcome
from dryland.alerting.watching import AlertWatch

__all__ = ["AlertDesk", "AlertKeeper", "AlertOutcome", "AlertWatch", "alerts_for"]
