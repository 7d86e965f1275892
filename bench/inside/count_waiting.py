"""Counts the jobs and the messages that wait."""

from bench.inside.django import start, tell


def main() -> None:
    start()
    from recours.correspondence.queries import outbox_state  # noqa: PLC0415  # once Django started
    from recours.jobs.queries import queue_state  # noqa: PLC0415

    queue = queue_state()
    tell({"jobs": queue.ready + queue.running, "messages": outbox_state().pending})


if __name__ == "__main__":
    main()
