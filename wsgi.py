"""What a WSGI server and the `flask` command load."""

import os

from portal.shell.application import create_app

# The database, its back-ups and the settings are for the portal's own user alone.
os.umask(0o077)

app = create_app()
