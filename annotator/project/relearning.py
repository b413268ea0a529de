"""Learning anew while work goes on: a process of its own, of the lowest priority, whenever enough is new."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock

from annotator.domain.errors import AnnotatorError
from annotator.project import Project

LOWEST = 19
"""The priority of that process: it works while nobody else wants the processor."""

ENDED = "nothing was learned: {}"
"""What is told where it failed."""


class Relearning:
    """Keeps what is learned from a project up to date."""

    def __init__(self, path: Path, annotator: str) -> None:
        self._path = path
        self._annotator = annotator
        self._busy = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._tried = 0
        self._stopped = False

    def learn(self) -> str:
        """Learn where enough is new and nothing is being learned; in a line what came of it, empty where nothing did.

        It takes as long as it takes, so it is for a thread.
        """
        if not self._busy.acquire(blocking=False):
            return ""
        try:
            return self._told() if self._is_due() else ""
        except (AnnotatorError, OSError) as error:
            return ENDED.format(error)
        finally:
            self._busy.release()

    def stop(self) -> None:
        """Learn nothing more; what is being learned is given up."""
        self._stopped = True
        if self._process:
            self._process.kill()

    def _is_due(self) -> bool:
        """Whether enough is new, also since a try that failed."""
        from annotator.project.learning import finished_articles, finished_before, is_due

        with Project.open(self._path, self._annotator) as project:
            finished, before = finished_articles(project.store), finished_before(project.store)
        due = is_due(finished, max(before, self._tried))
        self._tried = finished if due else self._tried
        return due

    def _told(self) -> str:
        """What the process tells when it is done."""
        general = [f"--project={self._path}", f"--as={self._annotator}"]
        with subprocess.Popen(
            [sys.executable, "-P", "-m", "annotator", *general, "train", "learned", "--json"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            self._process = process
            _be_patient(process.pid)
            if self._stopped:
                process.kill()
            out, err = process.communicate()
        if self._stopped:
            return ""
        return _quality(out) if process.returncode == 0 else ENDED.format(_last_line(err))


def _be_patient(process_id: int) -> None:
    """Give the process the lowest priority, where the system knows such."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, process_id, LOWEST)


def _quality(out: bytes) -> str:
    """From how many articles was learned, and how good it is, as the command printed it."""
    import msgspec

    from annotator.suggest.learned.quality import Quality

    return msgspec.json.decode(out, type=Quality).in_short


def _last_line(err: bytes) -> str:
    """What the process said last, which is why it ended."""
    lines = err.decode(errors="replace").strip().splitlines()
    return lines[-1].removeprefix("annotator: ") if lines else "it was stopped"
