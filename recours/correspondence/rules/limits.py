"""How much one message and one case may hold; beyond, the person is told, nothing else is lost."""

FILES_OF_MESSAGE = 10
FILES_OF_CASE = 200
BYTES_OF_CASE = 300 * 1024 * 1024
