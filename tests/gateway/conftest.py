"""The gateway is tested on the event loop the product runs on."""

from collections.abc import Callable
from typing import Any

import pytest
import uvloop


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> dict[str, Callable[[], Any]]:
    del config, item
    return {"uvloop": uvloop.new_event_loop}
