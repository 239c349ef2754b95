"""A UR robot for a computer without one: the real RTDE protocol on a socket, before a simulated controller.

An unmodified ur-rtde client connects to it. It knows the port and nothing else, so several robots on one computer
take one loopback address each (127.0.0.2, 127.0.0.3, ...).
"""

from __future__ import annotations

import asyncio
import random
import struct
import threading
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType

from camera import rtde
from camera.rtde import Kind, Message, Recipe
from camera.ur_controller import Controller

UNREAD = 1 << 18
"""Bytes that a client may leave unread before the controller drops it, as the real one does."""

CATCH_UP_S = 0.5
"""A computer that stood still for longer is not made up for: the robot lost that time."""


class SimulatedRobot:
    """Serves `controller` on `host` until closed; a context manager.

    Faults on demand: `drop_links`, `refuse`, `mute`, `send_garbage`, `freeze`; what can happen to the robot itself is
    on `controller`. Any thread may call them. `protocol` is the one version of RTDE that it speaks; controllers with
    old software refuse version 2.

    Raises:
        OSError: the address is taken.
    """

    def __init__(
        self, controller: Controller, host: str = "127.0.0.1", port: int = rtde.PORT, *, protocol: int = rtde.VERSION
    ) -> None:
        self.controller = controller
        self.protocol = protocol
        self.host, self.port = host, port
        self._links: set[_Link] = set()
        self._frozen = False
        self._refusing = False
        self._mute = False
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._begun: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name="simulated-robot", daemon=True)
        self._thread.start()
        self._begun.result()

    def __enter__(self) -> SimulatedRobot:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Cut every link and give the port back. Safe to call twice."""
        if self._thread.is_alive():
            self._soon(self._stop.set)
            self._thread.join()

    # faults

    @property
    def links(self) -> int:
        """How many clients are connected."""
        return len(self._links)

    def drop_links(self) -> None:
        """Cut every link, as a pulled cable that is noticed does; clients may come again."""
        self._soon(self._abort)

    def refuse(self, refusing: bool = True) -> None:
        """Cut every link and turn new ones away until told otherwise, as a controller that is off."""
        self._refusing = refusing
        if refusing:
            self._soon(self._abort)

    def mute(self, mute: bool = True) -> None:
        """Take connections and bytes and answer nothing, as a controller that hangs in its start."""
        self._mute = mute
        if mute:
            self._soon(self._abort)

    @property
    def says_nothing(self) -> bool:
        return self._mute

    def freeze(self, frozen: bool = True) -> None:
        """Keep the links but send nothing any more, and stand still."""
        self._frozen = frozen

    def send_garbage(self, count: int = 64, seed: int = 1) -> None:
        """Send bytes that are no message to every client."""
        garbage = b"\x00\x00" + random.Random(seed).randbytes(count)
        self._soon(lambda: self._send_all(garbage))

    def _send_all(self, content: bytes) -> None:
        for link in self._links:
            link.transport.write(content)

    def _soon(self, call: Callable[[], object]) -> None:
        self._loop.call_soon_threadsafe(call)

    def _abort(self) -> None:
        for link in tuple(self._links):
            link.transport.abort()

    # its thread

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        try:
            server = await self._loop.create_server(lambda: _Link(self), self.host, self.port)
        except OSError as error:
            self._begun.set_exception(error)
            return
        self.port = server.sockets[0].getsockname()[1]
        self._begun.set_result(None)
        async with server:
            await self._beat()
            self._abort()
            while self._links:
                await asyncio.sleep(0)

    async def _beat(self) -> None:
        period = 1 / self.controller.frequency
        due = self._loop.time()
        while not self._stop.is_set():
            due += period
            late = self._loop.time() - due
            if late > CATCH_UP_S:
                due += late
            await asyncio.sleep(max(0.0, -late))
            if self._frozen:
                continue
            self.controller.step()
            for link in tuple(self._links):
                link.stream()

    # what links ask of it

    def welcome(self, link: _Link) -> bool:
        """Tell whether a client that connects is served."""
        if self._refusing:
            return False
        self._links.add(link)
        return True

    def farewell(self, link: _Link) -> None:
        self._links.discard(link)

    def written_by_others(self, link: _Link) -> set[str]:
        """Return the names of the inputs that other clients have taken."""
        return {name for other in self._links if other is not link for name in other.inputs_taken}


class _Link(asyncio.Protocol):
    """One client."""

    transport: asyncio.Transport

    def __init__(self, robot: SimulatedRobot) -> None:
        self._robot = robot
        self._buffer = bytearray()
        self._outputs: Recipe | None = None
        self._every = 1
        self._count = 0
        self._inputs: dict[int, Recipe] = {}
        self._streaming = False

    @property
    def inputs_taken(self) -> set[str]:
        return {name for recipe in self._inputs.values() for name in recipe.names}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        if not self._robot.welcome(self):
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        self._robot.farewell(self)

    def data_received(self, data: bytes) -> None:
        if self._robot.says_nothing:
            return
        self._buffer += data
        try:
            for message in rtde.messages(self._buffer):
                self._take(message)
        except rtde.RtdeError:
            self.transport.abort()

    def stream(self) -> None:
        """Send one data package if the client is to have one after this step."""
        if not self._streaming or self._outputs is None:
            return
        self._count += 1
        if self._count % self._every:
            return
        if self.transport.get_write_buffer_size() > UNREAD:
            self.transport.abort()
            return
        values = self._robot.controller.read(self._outputs.names)
        self._send(Kind.DATA_PACKAGE, self._outputs.pack(values))

    def _send(self, kind: Kind, content: bytes) -> None:
        self.transport.write(rtde.frame(kind, content))

    def _take(self, message: Message) -> None:
        match message.kind:
            case Kind.REQUEST_PROTOCOL_VERSION:
                (version,) = _unpack(">H", message.content)
                self._send(Kind.REQUEST_PROTOCOL_VERSION, bytes((version == self._robot.protocol,)))
            case Kind.GET_URCONTROL_VERSION:
                self._send(Kind.GET_URCONTROL_VERSION, struct.pack(">4I", *self._robot.controller.version))
            case Kind.SETUP_OUTPUTS:
                self._set_up_outputs(message.content)
            case Kind.SETUP_INPUTS:
                self._set_up_inputs(message.content)
            case Kind.START:
                self._streaming = self._outputs is not None
                self._send(Kind.START, bytes((self._streaming,)))
            case Kind.PAUSE:
                self._streaming = False
                self._send(Kind.PAUSE, bytes((True,)))
            case Kind.DATA_PACKAGE:
                self._write(message.content)
            case Kind.TEXT_MESSAGE:
                pass  # what a client has to say goes into the robot's log
            case _:
                raise rtde.RtdeError(f"no message is of kind {message.kind}")

    def _set_up_outputs(self, content: bytes) -> None:
        (asked,) = _unpack(">d", content[:8])
        names = _names(content[8:])
        types = [self._robot.controller.outputs.get(name, rtde.NOT_FOUND) for name in names]
        fits = rtde.NOT_FOUND not in types
        if fits:
            most = self._robot.controller.frequency
            self._every = max(1, round(most / min(max(asked, 1.0), most)))
            self._outputs = Recipe(1, names, types)
        self._send(Kind.SETUP_OUTPUTS, bytes((int(fits),)) + ",".join(types).encode())

    def _set_up_inputs(self, content: bytes) -> None:
        names = _names(content)
        taken = self._robot.written_by_others(self)
        types = [
            rtde.IN_USE if name in taken else self._robot.controller.inputs.get(name, rtde.NOT_FOUND) for name in names
        ]
        number = 0
        if not {rtde.NOT_FOUND, rtde.IN_USE} & set(types):
            number = len(self._inputs) + 1
            self._inputs[number] = Recipe(number, names, types)
        self._send(Kind.SETUP_INPUTS, bytes((number,)) + ",".join(types).encode())

    def _write(self, content: bytes) -> None:
        recipe = self._inputs.get(content[0]) if content else None
        if recipe is None:
            raise rtde.RtdeError("a data package of no recipe")
        self._robot.controller.write(recipe.unpack(content))


def _names(content: bytes) -> list[str]:
    # ur-rtde ends its list with a comma
    return content.decode("ascii", errors="replace").strip().rstrip(",").split(",")


def _unpack(form: str, content: bytes) -> tuple[float, ...]:
    try:
        return struct.unpack(form, content)
    except struct.error as error:
        raise rtde.RtdeError(str(error)) from error
