"""How gunicorn serves the site in production: `gunicorn --config python:popliteal.web.production`.

gunicorn takes every name of this module that is one of its settings, and calls `post_fork`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from popliteal.web.logs import Plain

_MEMORY = Path("/dev/shm")  # noqa: S108  # a folder in memory, shared by nobody's files

bind = os.environ.get("POPLITEAL_BIND", "127.0.0.1:8000")
# One answer is some milliseconds of arithmetic: one process for each core. The threads wait for
# people on slow lines, so that nobody else does.
workers = int(os.environ.get("POPLITEAL_WORKERS", "2"))
worker_class = "gthread"
threads = 4
# The content is read once, before the workers start, and they share that memory.
preload_app = True
# A worker that hangs is replaced; at a stop, requests that run may end first.
timeout = 30
graceful_timeout = 30
# A fresh process now and then, not all at the same moment.
max_requests = 5000
max_requests_jitter = 500
# Workers show that they live by touching a file, which a slow disk would delay.
worker_tmp_dir = str(_MEMORY) if _MEMORY.is_dir() else None
# No list of visitors: an address is personal.
accesslog = None
errorlog = "-"
# No address of ours is long, and no form comes with many headers.
limit_request_line = 2048
limit_request_fields = 60
# The service manager stops and reloads it; a second way in is one too many.
control_socket_disable = True


def post_fork(server: Any, worker: Any) -> None:
    """Let workers log without people in it; the master never sees a request and says all."""
    del worker
    for handler in server.log.error_log.handlers:
        handler.setFormatter(Plain())
    server.log.error_log.setLevel("WARNING")
