"""The request about the installation as a whole."""

from lentigo.domain.installation import Installation
from lentigo.worker.messages.message import Request


class CheckInstallation(Request[Installation], frozen=True, kw_only=True):
    """Look whether engine, library and models are as they should be; one that is not does not end the job.

    `model` is loaded and shown two pictures where it has not been on this engine yet; "" tests none.
    """

    model: str = ""
