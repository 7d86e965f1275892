"""Stands between a client and a server, and cuts the connection when the client says a word."""

import contextlib
import socket
import threading
import time


class Cutter:
    """Listens on `port`, passes everything on to `server_port`; cuts at `word`, so many times.

    What the client said up to the word, the word included, reaches the server when `pass_on`.
    """

    def __init__(self, server_port, word, *, times=1, pass_on=False):
        self.server_port, self.word, self.times, self.pass_on = server_port, word, times, pass_on
        self.cuts = 0
        self.silent = False
        self.heard = bytearray()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._welcome, daemon=True).start()

    def close(self):
        self.door.close()

    def _welcome(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.door.accept()
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client):
        server = socket.create_connection(("127.0.0.1", self.server_port))
        threading.Thread(target=self._back, args=(server, client), daemon=True).start()
        with contextlib.suppress(OSError):
            while words := client.recv(65_536):
                self.heard += words
                if self.word in words and self.cuts < self.times:
                    self.cuts += 1
                    if self.pass_on:
                        self.silent = True
                        server.sendall(words)
                        time.sleep(0.5)  # the server does it; its answer is what is lost
                        self.silent = False
                    break
                server.sendall(words)
        for one in (client, server):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _back(self, server, client):
        with contextlib.suppress(OSError):
            while (words := server.recv(65_536)) and not self.silent:
                client.sendall(words)
            client.shutdown(socket.SHUT_RDWR)
