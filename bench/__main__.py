"""Runs every row of the performance table, prints it, and keeps it in `bench/results`.

    python -m bench [ROW…]

A row is a program of this folder that has `rows()`; each runs in a process of its own. Peers are installed by
`npm ci` in `bench/peers`. On a machine that does other work at the same time every absolute number is too high; then
only the ratios to the peers, measured in the same minutes, say something. The load average stands beside the result.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict

from bench.rig import PEERS, PROJECT, RESULTS, Machine, Row, as_json, machine, row_of, stopwatch

ROWS = (
    "acked_event",
    "durable_event",
    "policy_check",
    "bundle_rebalance",
    "bundle_screens",
    "fan_out",
    "floor_live",
    "idle_memory",
    "restart",
    "resume",
    "log_replay",
    "recording_replay",
    "outbox_drain",
)


def _install_peers() -> None:
    if not (PEERS / "node_modules").is_dir():
        print("Installing the Node peers…", file=sys.stderr)
        subprocess.run(("npm", "ci", "--no-audit", "--no-fund"), cwd=PEERS, check=True, stdout=sys.stderr)


def _run(name: str) -> list[Row] | str:
    """The rows of one program, or what it said when it failed."""
    done = subprocess.run(
        (sys.executable, "-m", f"bench.{name}", "--json"), check=False, capture_output=True, text=True, cwd=PROJECT
    )
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
    return [row_of(fields) for fields in json.loads(done.stdout)]


def _table(rows: Sequence[Row], failures: dict[str, str], before: Machine, after: Machine) -> str:
    """The result as Markdown."""
    load = f"{before.load_average[0]:.1f} at the start, {after.load_average[0]:.1f} at the end"
    lines = [
        "# Performance",
        "",
        f"{before.at}, {before.name}: {before.cpu}, {before.cores} cores, {before.memory_gb} GB, {before.system}, "
        f"Python {before.python}, Node {before.node}. Server on one core, load on another. Load average of the "
        f"machine {load}. Medians, in brackets the lowest and the highest round.",
        "",
        "| question | target | measured | verdict | peers in the same run |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        peers = "; ".join(
            f"{name} {figure} = {figure.median / row.ours.median:.1f} x" for name, figure in row.peers.items()
        )
        lines.append(f"| {row.question} | {row.aim} | {row.ours} {row.unit} | {row.verdict} | {peers or '–'} |")
    lines += ["", "## Notes", ""]
    lines += [
        f"- {row.question}: `{row.command}`. {' '.join(f'{note}.' for note in row.notes)}".rstrip() for row in rows
    ]
    lines += [f"- {name} failed: {why}" for name, why in failures.items()]
    return "\n".join(lines) + "\n"


def _asked_for() -> list[str]:
    """The rows named on the command line; help and unknown names end the program."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure rows of the performance table, all of them (about ten minutes) unless some are named.",
        epilog=f"Rows: {', '.join(ROWS)}.",
    )
    parser.add_argument("rows", nargs="*", metavar="ROW", help="a row to measure, as acked_event")
    names: list[str] = parser.parse_args().rows
    if unknown := [name for name in names if name not in ROWS]:
        parser.error(f"there is no row {', '.join(unknown)}; there are {', '.join(ROWS)}")
    return names


def main() -> int:
    """Run, print, keep; 1 when a program failed."""
    names = _asked_for() or list(ROWS)
    _install_peers()
    before = machine()
    rows: list[Row] = []
    failures: dict[str, str] = {}
    for name in names:
        clock = stopwatch()
        result = _run(name)
        if isinstance(result, str):
            failures[name] = result
        else:
            rows += result
            print("\n".join(str(row) for row in result), flush=True)
        print(f"{name}: {clock():.0f} s", file=sys.stderr)
    table = _table(rows, failures, before, machine())
    print("\n" + table)
    RESULTS.mkdir(exist_ok=True)
    stem = RESULTS / f"{before.at[:16].replace(':', '')}-{before.name}"
    stem.with_suffix(".md").write_text(table)
    kept = {"machine": asdict(before), "rows": [as_json(row) for row in rows], "failures": failures}
    stem.with_suffix(".json").write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
