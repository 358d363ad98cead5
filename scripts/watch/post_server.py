"""Serves the guards' post to the screens of this PC: on loopback, on a free port, with a key of this run."""

import hmac
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

from records.errors import RecordsError
from scripts.errors import CommandError
from scripts.hub.serving import Address, Server
from watchlist.post.http.limits import PostLimits
from watchlist.post.http.routes import post_application
from watchlist.post.http.service import PostService
from watchlist.post.local import LocalPost
from watchlist.post.run_file import PostCard, remove_card, write_card

TRY_AGAIN_S = 30.0
STOP_WITHIN_S = 15.0


class PostServer:
    """A server in a thread of its own. Whatever happens there, the watch goes on: `keep_up` tells it."""

    def __init__(
        self, post: LocalPost, run_file: Path, clock: Callable[[], float] = time.monotonic, port: int = 0
    ) -> None:
        self._post = post
        self._run_file = run_file
        self._clock = clock
        self._port = port
        self._run: _Run | None = None
        self._started_at = float("-inf")

    def start(self) -> None:
        self._started_at = self._clock()
        self._run = _Run(self._post, self._run_file, self._port)
        self._run.thread.start()

    def keep_up(self) -> None:
        """Raises CommandError when it does not serve; it is started again after a while."""
        run = self._run
        if run is None or run.thread.is_alive():
            return
        if self._clock() - self._started_at >= TRY_AGAIN_S:
            self.start()
        raise CommandError(
            f"the guards' screens cannot log in: {run.why}", "It is tried again; alarms ring and are kept meanwhile."
        )

    def stop(self) -> None:
        """Returns when the server is gone. May be called twice."""
        if self._run is not None:
            self._run.stop()
            self._run = None


class _Run:
    """One life of the server. `why` is why it ended."""

    def __init__(self, post: LocalPost, run_file: Path, port: int) -> None:
        self.why = "the server ended"
        self.thread = Thread(target=self._serve, name="guards' post", daemon=True)
        self._run_file = run_file
        self._key = secrets.token_urlsafe(32)
        self._card: PostCard | None = None
        self._service = PostService(post.for_client, post.revision, self._is_ours, time.monotonic, PostLimits())
        self._server = Server(post_application(self._service), Address("127.0.0.1", port), self._listening)

    def stop(self) -> None:
        self._service.close()
        self._server.should_exit = True
        self.thread.join(STOP_WITHIN_S)

    def _serve(self) -> None:
        try:
            self._server.serve_in_thread()
        except (CommandError, RecordsError, OSError) as error:
            self.why = str(error)
        except SystemExit:
            self.why = "the server could not start"
        finally:
            self._leave()

    def _listening(self, url: str) -> None:
        card = PostCard(url, self._key)
        write_card(self._run_file, card)
        self._card = card

    def _leave(self) -> None:
        if self._card is not None:
            try:
                remove_card(self._run_file, self._card)
            except RecordsError as error:
                self.why = str(error)

    def _is_ours(self, key: str) -> bool:
        return hmac.compare_digest(key.encode(), self._key.encode())
