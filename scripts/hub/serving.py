"""One web server until somebody asks it to stop."""

import logging
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from records.addresses import is_this_pc
from scripts.errors import CommandError, SettingsError

STOP_WITHIN_S = 8


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen. Raises SettingsError for a place where everybody could read what patients send."""

    host: str
    port: int
    certificate_file: str = ""
    certificate_key_file: str = ""

    def __post_init__(self) -> None:
        if not (self.is_here or self.certificate_file):
            raise SettingsError(
                f"without a certificate the hub would send patients' data over the network in clear ({self.host})",
                "Name desk.certificate_file and desk.certificate_key_file, or listen on 127.0.0.1.",
            )
        for path in (self.certificate_file, self.certificate_key_file):
            if path and not Path(path).is_file():
                raise SettingsError(f"there is no file {path}", "Put the certificate and its key where desk.* says.")

    @property
    def is_here(self) -> bool:
        """Whether only programs on this PC reach it."""
        return is_this_pc(self.host)

    def url(self, port: int) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.certificate_file else 'http'}://{host}:{port}"


class Server(uvicorn.Server):
    """Tells `listening` its address when it takes requests, and `ending` when it takes no more: who waits for news
    would keep it until the time for its end is over."""

    def __init__(
        self,
        app: ASGIApp,
        address: Address,
        listening: Callable[[str], None],
        ending: Callable[[], None] = lambda: None,
    ) -> None:
        _log_without_words()
        config = uvicorn.Config(
            app,
            lifespan="off",
            ws="none",
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=STOP_WITHIN_S,
            ssl_certfile=address.certificate_file or None,
            ssl_keyfile=address.certificate_key_file or None,
        )
        super().__init__(config)
        self._address = address
        self._listening = listening
        self._ending = ending

    def serve_until_asked(self) -> None:
        """Returns after Ctrl-C, SIGTERM or (on Windows) Ctrl-Break, or when `should_exit` was set."""
        self._load()
        with _deaf_afterwards(), closing(self._bound()) as bound:
            self.run(sockets=[bound])

    def serve_in_thread(self) -> None:
        """As `serve_until_asked`, where no signal comes: until `should_exit` was set."""
        with closing(self._bound()) as bound:
            self.run(sockets=[bound])

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if sockets:
            self._listening(self._address.url(sockets[0].getsockname()[1]))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._ending()
        await super().shutdown(sockets=sockets)

    def _load(self) -> None:
        try:
            self.config.load()
        except OSError as error:  # ssl.SSLError among them
            raise SettingsError(
                f"desk.certificate_file and its key cannot be used: {error.strerror or error}",
                "They must be PEM files that belong to each other, and this user must be allowed to read them.",
            ) from error

    def _bound(self) -> socket.socket:
        address = self._address
        family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
        try:
            bound = socket.create_server((address.host, address.port), family=family)
        except OSError as error:
            raise CommandError(
                f"cannot listen on {address.host}:{address.port}: {error.strerror or error}",
                "Another program may be there already: end it, or choose another port with --port.",
            ) from error
        # The protocol is named, or asyncio would not see that it is TCP, and every answer would be 40 ms late.
        return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, fileno=bound.detach())


@contextmanager
def _deaf_afterwards() -> Iterator[None]:
    """uvicorn stops at a signal and then raises it once more, for whoever it interrupted: that is nobody here."""
    names = [name for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]
    numbers = [getattr(signal, name) for name in names]
    before = {number: signal.signal(number, lambda _number, _frame: None) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _without_words(record: logging.LogRecord) -> bool:
    """The way to a fault, without the fault's own words: they may hold a patient's name."""
    if record.exc_info and record.exc_info[0]:
        record.exc_text = "".join(traceback.format_tb(record.exc_info[2])) + record.exc_info[0].__qualname__
    return True


def _log_without_words() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_without_words)
    log = logging.getLogger("uvicorn.error")
    log.handlers, log.propagate = [handler], False
    log.setLevel(logging.WARNING)
