"""Signals to stop: which they are, what they call, and that none is slept through."""

import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

WAKE_SECONDS = 0.1
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
# `nohup` ignores the terminal's end for us; read before anything of ours is set.
_OUTLIVES_TERMINAL = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def on_signals_to_stop(call: Callable[[int, FrameType | None], object]) -> None:
    """Call this on SIGTERM, on Ctrl+C, and on the terminal's end unless we were started to outlive it."""
    for number in ENDING:
        ours = signal.SIG_IGN if number == signal.SIGHUP and _OUTLIVES_TERMINAL else call
        signal.signal(number, ours)


def wake_main_on_signals() -> None:
    """
    Make sure that the main thread, which alone handles signals, wakes up for each; here and in forked processes.

    The system may hand a signal to any thread, and of two that come together often does; the main one
    then sleeps on. So it is sent each once more, and again until the process ends: whoever sets handlers
    only later must hear of it too. Handlers must bear being called many times.
    """
    _wake_main_here()
    os.register_at_fork(after_in_child=_wake_main_here)


# Private


def _wake_main_here() -> None:
    heard, told = os.pipe()
    os.set_blocking(told, False)
    signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    threading.Thread(target=_send_again, args=(heard,), name="signal-wake", daemon=True).start()


def _send_again(heard: int) -> None:
    main = threading.main_thread().ident
    while main is not None and (numbers := os.read(heard, 1)):
        time.sleep(WAKE_SECONDS)
        signal.pthread_kill(main, numbers[0])
