"""What `recours serve` loads: the application, behind its working threads."""

from django.db import connection

from recours.config.lanes import Lanes
from recours.config.wsgi import application as pages

# SQLite has one writer. PostgreSQL has many, and threads wait for its answers.
ON_SQLITE = connection.vendor == "sqlite"
application = Lanes(pages, writers=1, readers=2) if ON_SQLITE else Lanes(pages, writers=4)
