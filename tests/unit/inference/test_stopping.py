"""The flag that llama.cpp asks, called here as llama.cpp calls it."""

import ctypes
import threading

from lentigo.inference.stopping import StopFlag


def asked(flag: StopFlag) -> bool:
    return bool(ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p)(flag.callback)(flag.data))


def test_the_native_callback_says_what_the_flag_says() -> None:
    flag = StopFlag()
    for _ in range(2):
        assert (flag(), asked(flag)) == (False, False)
        thread = threading.Thread(target=flag.set)
        thread.start()
        thread.join()
        assert (flag(), asked(flag)) == (True, True)
        flag.clear()


def test_flags_do_not_know_each_other() -> None:
    one, other = StopFlag(), StopFlag()
    one.set()
    assert (asked(one), asked(other)) == (True, False)
