"""`flask serve`: the web server and the worker, started and stopped together."""

import signal
import subprocess
import sys

import click
from flask import Flask, current_app

THREADS = 4


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--processes", default=1, show_default=True, help="Web processes, of 4 threads each.")
def serve(host: str, port: int, processes: int) -> None:
    """Serve pages and work through the queue, in the foreground, until stopped."""
    flask = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    web = [
        *(sys.executable, "-m", "gunicorn", "wsgi:app", "--no-control-socket"),
        *("--bind", f"{host}:{port}", "--worker-class", "gthread"),
        *("--workers", str(processes), "--threads", str(THREADS), "--log-level", "warning"),
    ]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    children = [subprocess.Popen(flask), subprocess.Popen(web)]  # noqa: S603 - our own commands
    click.echo(f"{current_app.config['COUNCIL_NAME']}: http://{host}:{port}/")
    if current_app.config["DEMO"]:
        click.echo(f"Choose who to be: http://{host}:{port}/demo")
    click.echo("Stop with Ctrl+C.")
    try:
        children[1].wait()
    except KeyboardInterrupt:
        pass
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait()
    sys.exit(children[1].returncode if children[1].returncode > 0 else 0)


def init_app(app: Flask) -> None:
    app.cli.add_command(serve)
