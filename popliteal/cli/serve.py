"""`popliteal serve`: the pages on this machine."""

from __future__ import annotations

import argparse
import webbrowser

from popliteal.errors import PoplitealError

HOST = "127.0.0.1"
PORT = 8765
HIGHEST_PORT = 65535


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `serve`."""
    parser.add_argument("--port", type=int, default=PORT, help=f"where to listen ({PORT})")
    parser.add_argument("--open", action="store_true", help="open the browser")


def run(options: argparse.Namespace) -> int:
    """Serve until stopped with Ctrl-C."""
    if not 0 < options.port <= HIGHEST_PORT:
        raise PoplitealError(f"--port: {options.port} is no port. Use 1 to {HIGHEST_PORT}.")
    try:
        from popliteal.web.serving import Server, prepare
    except ModuleNotFoundError as error:
        raise PoplitealError(
            f"{error.name} is not installed. The pages need it: pip install 'popliteal[web]'."
        ) from None
    application = prepare()
    address = f"http://localhost:{options.port}/"
    print(f"Popliteal is at {address} on this machine. Stop it with Ctrl-C.", flush=True)
    if options.open:
        webbrowser.open(address)
    Server(application, f"{HOST}:{options.port}").run()
    return 0
