"""One controller over several sessions: bundles, bulk operations, moves, and their screens."""

from dryland.bulk.closing import Closing
from dryland.bulk.desk import BulkDesk
from dryland.bulk.floor import BulkFloor
from dryland.bulk.keeper import BundleKeeper, HeldBundle
from dryland.bulk.moving import Mover
from dryland.bulk.operating import Operations
from dryland.bulk.previewing import preview_shown
from dryland.bulk.rebalancing import Rebalancing
from dryland.bulk.replacing import Replacing
from dryland.bulk.screens import Screens
from dryland.bulk.showing import Showing
from dryland.bulk.telling import Telling

__all__ = [
    "BulkDesk",
    "BulkFloor",
    "BundleKeeper",
    "Closing",
    "HeldBundle",
    "Mover",
    "Operations",
    "Rebalancing",
    "Replacing",
    "Screens",
    "Showing",
    "Telling",
    "preview_shown",
]
