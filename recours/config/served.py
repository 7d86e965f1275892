"""What `recours serve` loads: the application, behind its working threads."""

import gc

from django.db import connection

from recours.api.door import Door
from recours.config.lanes import Lanes
from recours.config.wsgi import application as pages
from recours.people.queries import token_actor  # tables: only once wsgi has started Django

# SQLite has one writer. PostgreSQL has many, and threads wait for its answers.
ON_SQLITE = connection.vendor == "sqlite"
LANES = {"writers": 1, "readers": 2} if ON_SQLITE else {"writers": 4}
application = Lanes(pages, door=Door(token_actor), **LANES)

gc.collect()
gc.freeze()  # what was made to start is there for good: never looked at again for what to free
