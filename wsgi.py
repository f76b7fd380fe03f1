"""What a WSGI server and the `flask` command load."""

from portal.shell.application import create_app

app = create_app()
