"""The web server process: gunicorn with threads, started by the supervisor.

`python -m app.serving.web PARENT_PID` reads its settings from the environment.
"""

import resource
import sys
from dataclasses import dataclass
from typing import Any

from gunicorn.app.base import BaseApplication

from app.cluster import ensure_cluster
from app.live.stamps import Stamps
from app.serving.lifeline import end_with_parent
from app.settings import Settings

# Live updates hold their connection open for ever; a stop must not wait for them long.
STOP_LIMIT_S = 3
# A thread worker reports from its own loop, so this is about a frozen process, not a slow answer.
FROZEN_AFTER_S = 60
KEEP_ALIVE_S = 15
# A request is waiting here while all threads of a worker are in use.
BACKLOG = 1024
# Each open map is a file to the system, and its usual limit is 1,024 of them.
MOST_FILES = 16_384


@dataclass(frozen=True, slots=True)
class WebServer:
    """What gunicorn needs to know, from the settings."""

    settings: Settings

    def options(self) -> dict[str, Any]:
        """Return gunicorn's options; no access log, because an address is personal data."""
        return {
            "bind": f"{_bracketed(self.settings.host)}:{self.settings.port}",
            "workers": self.settings.workers,
            "worker_class": "app.serving.worker.Worker",
            "threads": self.settings.threads,
            # More connections than threads: idle kept-alive ones hold no thread.
            "worker_connections": self.settings.threads * 4,
            "graceful_timeout": STOP_LIMIT_S,
            "timeout": FROZEN_AFTER_S,
            "keepalive": KEEP_ALIVE_S,
            "backlog": BACKLOG,
            "accesslog": None,
            "loglevel": "warning",
            "proc_name": "floorplans-web",
            "control_socket_disable": True,
        }


class _Gunicorn(BaseApplication):  # type: ignore[misc]  # gunicorn ships no type information
    def __init__(self, server: WebServer) -> None:
        self._server = server
        # Made before the workers are forked, so that all of them see the same marks.
        self._stamps = Stamps()
        super().__init__()

    def load_config(self) -> None:
        known = self.cfg.settings
        for name, value in self._server.options().items():
            if name in known:
                self.cfg.set(name, value)

    def load(self) -> object:
        # Loaded in each worker after the fork: database connections cannot be shared.
        from app.factory import create_app  # noqa: PLC0415
        from floorplans.database import Database  # noqa: PLC0415

        settings = self._server.settings
        return create_app(settings, Database(ensure_cluster(settings).app_url), stamps=self._stamps)


def main() -> None:
    """Serve until told to stop."""
    end_with_parent(int(sys.argv[1]))
    _allow_many_files()
    _Gunicorn(WebServer(Settings.from_environment())).run()


def _allow_many_files() -> None:
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if most == resource.RLIM_INFINITY else min(MOST_FILES, most)
    if allowed != resource.RLIM_INFINITY and allowed < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


if __name__ == "__main__":
    main()
