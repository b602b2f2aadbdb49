"""A worker of ``manage.py serve``, from within. Imported before Django is set up there."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import wait
from typing import Any


def load_application(target: str) -> Callable[..., Any]:
    """The site's WSGI application; sets the worker apart first.

    Ctrl-C in a terminal reaches every process there, and then ``serve`` tells its workers to stop:
    two signals at once, on which granian's workers hang. So they leave the terminal to ``serve``.
    They end when it ends, even when it is killed: left behind, they would hold its port.
    """
    os.setsid()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=[parent.sentinel], daemon=True).start()
    from conflictdb.wsgi import application  # sets Django up

    return application


def _follow(parent: int) -> None:
    wait([parent])
    os.kill(os.getpid(), signal.SIGTERM)
