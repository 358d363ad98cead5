"""A Modbus-TCP relay on loopback, by pymodbus's own server; a test switches its power."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

T = TypeVar("T")
COILS = 8
WRITES_COIL = 5


class RelayPeer:
    """`coils` is what hangs on it and stays as it was left; `writes` counts the switching it was asked for."""

    def __init__(self) -> None:
        self.coils = [False] * COILS
        self.writes = 0
        self.answers = threading.Event()
        self.answers.set()
        self.port = 0
        self._server: ModbusTcpServer | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()

    def power_on(self) -> None:
        self._server = self._do(self._serve())

    def power_off(self) -> None:
        """Everything it switches goes out."""
        self.pull_the_cable()
        self.coils = [False] * COILS

    def pull_the_cable(self) -> None:
        """It goes on standing as it was left."""
        if self._server is not None:
            self._do(self._server.shutdown())  # type: ignore[no-untyped-call]
            self._server = None

    def end(self) -> None:
        self.answers.set()
        self.pull_the_cable()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _serve(self) -> ModbusTcpServer:
        bits = [SimData(0, values=[False] * COILS, datatype=DataType.BITS)]
        numbers = [SimData(0, values=[0], datatype=DataType.REGISTERS)]
        device = SimDevice(id=1, simdata=(bits, bits, numbers, numbers), action=self._switch)
        server = ModbusTcpServer(device, address=("127.0.0.1", self.port))
        await server.serve_forever(background=True)
        assert isinstance(server.transport, asyncio.Server)
        self.port = server.transport.sockets[0].getsockname()[1]
        return server

    async def _switch(self, code: int, start: int, address: int, count: int, registers: list[int], values: Any) -> None:
        while not self.answers.is_set():
            await asyncio.sleep(0.01)
        if code == WRITES_COIL and values is not None:
            self.coils[address] = bool(values[0])
            self.writes += 1

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(5)


@contextmanager
def relay_peer() -> Iterator[RelayPeer]:
    peer = RelayPeer()
    try:
        peer.power_on()
        yield peer
    finally:
        peer.end()
