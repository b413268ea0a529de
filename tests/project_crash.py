"""What the tests of kill -9 run in another process and kill: a command, once all that it needs is loaded."""

import sys

from annotator.cli import commands, run
from annotator.project import exporting, importing, making, reading

if __name__ == "__main__":
    assert all((commands, exporting, making))  # loaded, so that the moment of the kill falls into the work
    importing.BATCH = 10  # several transactions even for few articles
    reading.MANY = 1 if "--processes" in sys.argv else 1_000
    print("ready", flush=True)
    sys.exit(run([word for word in sys.argv[1:] if word != "--processes"]))
