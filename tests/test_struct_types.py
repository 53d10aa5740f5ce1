"""The first moments of a server: many threads decode types that nobody has decoded before."""

import subprocess
import sys

from dryland.store.records import Player, User
from dryland.struct_types import build_types, structs

MOMENT = """
import sys, threading
from typing import Annotated
import msgspec
from dryland.struct_types import build_types

sys.setswitchinterval(1e-6)
Least = Annotated[int, msgspec.Meta(ge=0)] | None
fields = [(f"f{n}", Least) for n in range(12)]
kinds = [msgspec.defstruct(f"Kind{n}", fields, module="dryland.made") for n in range(1_500)]
build_types()
value = {name: 1 for name, _ in fields}
barrier = threading.Barrier(3)

def decode_all():
    for kind in kinds:
        barrier.wait()
        msgspec.convert(value, kind)

threads = [threading.Thread(target=decode_all) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_threads_may_decode_a_type_for_the_first_time_at_once() -> None:
    """With `pass` in the place of `build_types()` the process ends by SIGSEGV within a tenth of a second."""
    assert subprocess.run([sys.executable, "-c", MOMENT], capture_output=True, check=False).returncode == 0


def test_every_type_is_built_once() -> None:
    build_types()
    assert {Player, User} <= set(structs())
    assert build_types() == 0
