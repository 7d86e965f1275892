"""The measures of Recours: `make bench`, or `python -m bench --help`."""
