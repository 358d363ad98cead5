"""The processes of an authority, and whoever approves and revokes there."""

import itertools
import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from scripts.bench.hub.home import APPROVER
from scripts.bench.lists.camera import Person
from scripts.bench.lists.homes import ListHome
from scripts.bench.postgres import free_port
from scripts.hub.process import hub_process
from watchlist.hub.http.client import HubListing, log_in

WHY = "it was somebody else"


class Hub:
    """So many processes over the list of one home. They keep their addresses when they begin again; every change is
    asked of another process than the one before."""

    def __init__(self, home: ListHome, processes: int, environ: Mapping[str, str], running: ExitStack) -> None:
        ports = [free_port() for _ in range(processes)]
        self.urls = [f"http://127.0.0.1:{port}" for port in ports]
        self.people = home.people
        self._home = home
        self._ports = ports
        self._environ = environ
        self._running = running.enter_context(ExitStack())  # it ends after whoever follows, also where it began anew
        self._processes: list[subprocess.Popen[str]] = []
        self._approvers: Iterator[HubListing] = iter(())

    def start(self) -> None:
        """Returns when all of them answer."""
        hubs = [hub_process(self._home.home, "--port", str(port), environ=self._environ) for port in self._ports]
        with ThreadPoolExecutor() as threads:
            self._processes = [process for _, process in threads.map(self._running.enter_context, hubs)]
        token = log_in(self.urls[0], APPROVER, self._home.passphrase).token
        self._approvers = itertools.cycle([self._running.enter_context(HubListing(url, token)) for url in self.urls])

    def kill(self) -> None:
        """SIGKILL; on Windows TerminateProcess."""
        for process in self._processes:
            process.kill()
            process.wait()

    def approve(self, person: Person) -> None:
        next(self._approvers).approve(person.person_id, "")

    def revoke(self, person: Person) -> None:
        next(self._approvers).revoke(person.person_id, "", WHY)
