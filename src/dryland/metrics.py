"""A node's counters in Prometheus' text form, read from the parts when they are asked for; nothing is counted twice."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from dryland.instruments import Instruments

__all__ = ["exposition"]


def exposition(instruments: Instruments) -> bytes:
    """All counters, now."""
    registry = CollectorRegistry()
    registry.register(_Collector(instruments))
    return generate_latest(registry)


class _Collector:
    def __init__(self, parts: Instruments) -> None:
        self._parts = parts

    def collect(self) -> list[Metric]:
        """All metrics of the parts."""
        parts = self._parts
        counters = parts.gateway.counters
        metrics: list[Metric] = [
            GaugeMetricFamily("dryland_connections", "Open connections.", counters.sessions),
            GaugeMetricFamily("dryland_peers", "Clients in namespaces.", parts.gateway.peers),
            CounterMetricFamily("dryland_packets_in", "Packets received.", counters.packets_in),
            CounterMetricFamily("dryland_packets_out", "Packets sent.", counters.packets_out),
            CounterMetricFamily("dryland_bytes_in", "Bytes received.", counters.bytes_in),
            CounterMetricFamily("dryland_bytes_out", "Bytes sent.", counters.bytes_out),
            CounterMetricFamily("dryland_live_replaced", "Live values replaced by newer ones.", counters.live_replaced),
            CounterMetricFamily("dryland_frames_sent", "Live frames delivered.", parts.broadcast.feed.frames_sent),
            GaugeMetricFamily("dryland_sessions", "Sessions in memory.", len(parts.hall)),
            GaugeMetricFamily("dryland_samples_waiting", "Samples not on the disk yet.", len(parts.hall.samples)),
            CounterMetricFamily(
                "dryland_samples_given_up", "Samples lost while the disk was full.", parts.hall.samples.given_up
            ),
            CounterMetricFamily("dryland_commands_accepted", "Commands accepted.", parts.intake.answers.accepted),
        ]
        return [*metrics, self._refused(), *self._alerts()]

    def _alerts(self) -> list[Metric]:
        """How many people were called, what was held back, and whether people can still read it."""
        keeper = self._parts.alerts
        raised = CounterMetricFamily("dryland_alerts_raised", "Alerts raised.", labels=["rule", "severity"])
        for labels, count in keeper.raised.items():
            raised.add_metric(labels, count)
        noted = CounterMetricFamily("dryland_alerts_noted", "Alerts suppressed or latched.", labels=["rule", "note"])
        for labels, count in keeper.noted.items():
            noted.add_metric(labels, count)
        still = GaugeMetricFamily("dryland_alerts_open", "Alerts that are not over.", labels=["organisation"])
        budget = GaugeMetricFamily(
            "dryland_alerts_per_trainer",
            "Alerts raised for each trainer present within alerts.budget_window_s; the budget is budget_per_trainer.",
            labels=["organisation"],
        )
        since_ms = self._parts.clock.now_ms() - round(self._parts.budget_window_s * 1000)
        for book in keeper:
            trainers = max(1, self._parts.broadcast.staff_present(book.org_id))
            still.add_metric([book.org_id], len(book.open))
            budget.add_metric([book.org_id], book.raised_since(since_ms) / trainers)
        return [raised, noted, still, budget]

    def _refused(self) -> Metric:
        """Refused commands by code."""
        refused = CounterMetricFamily("dryland_commands_refused", "Commands refused, by code.", labels=["code"])
        for code, count in self._parts.intake.answers.refused.items():
            refused.add_metric([code], count)
        return refused
