"""A mail server of ours, on this machine, that does what it is told: take, delay, refuse, drop."""

import email
import email.policy
import socket
import ssl
from contextlib import contextmanager

from aiosmtpd.controller import Controller


class Sink:
    """What the server received, and how it answers; `answer` is called with each message."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.answer = lambda _sink, _raw: "250 OK"
        self.at_recipient = lambda _address: "250 OK"

    @property
    def mails(self):
        """Return the messages, read as a mail program reads them."""
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in self.taken]

    @property
    def ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.mails]

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        answer = self.at_recipient(address)
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802
        answer = self.answer(self, envelope.content)
        if answer.startswith("2") or answer == "drop":
            self.taken.append(envelope.content)
            self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        if answer == "drop":  # the message is taken, the answer is lost
            server.transport.abort()
            return "250 OK"
        return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def open_sink(*, tls: ssl.SSLContext | None = None):
    """Run the server while the block lasts; give it and its address."""
    sink = Sink()
    port = free_port()
    controller = Controller(
        sink, hostname="127.0.0.1", port=port, tls_context=tls, require_starttls=tls is not None
    )
    controller.start()
    try:
        yield sink, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()
