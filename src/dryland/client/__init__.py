"""Async Python client of a Dryland server, with a durable outbox, the server's clock and gapless resume.

Must not know what happens on a floor: it carries the contract's events and never interprets them.
"""

from dryland.client.client import DrylandClient, Live
from dryland.client.errors import (
    ClientError,
    ConnectRefused,
    NotAcknowledged,
    OutboxUnavailable,
    Overrun,
    Refused,
)
from dryland.client.messages import Ack, Discontinuity, Event, LinkChange, Message, Questioned, Shelved
from dryland.client.outbox import Entry, Outbox, OutboxCount
from dryland.client.subscription import Subscription

__all__ = [
    "Ack",
    "ClientError",
    "ConnectRefused",
    "Discontinuity",
    "DrylandClient",
    "Entry",
    "Event",
    "LinkChange",
    "Live",
    "Message",
    "NotAcknowledged",
    "Outbox",
    "OutboxCount",
    "OutboxUnavailable",
    "Overrun",
    "Questioned",
    "Refused",
    "Shelved",
    "Subscription",
]
