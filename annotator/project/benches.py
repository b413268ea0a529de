"""Benches at which a suggester works: one in this process, or any number of processes that load it once each."""

import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait

from msgspec import Struct

from annotator.domain.codebook import Codebook
from annotator.domain.documents import Document
from annotator.domain.errors import AnnotatorError
from annotator.suggest.machine import Made, Maker
from annotator.suggest.pipeline import proposals

Outcome = Made | str
"""What came of one document: its records, or why there are none."""


class Job(Struct, frozen=True):
    """What a bench needs to know."""

    suggester: str
    """The suggester's name."""
    model: bytes
    """Its model, for a learner."""
    annotator: str
    """The machine annotator that it is."""
    codebook: Codebook
    """The codebook in use."""
    codebook_version: int
    """Its version."""
    at: datetime
    """When the job began."""


class Bench:
    """A suggester, loaded, and the maker of its records."""

    def __init__(self, job: Job) -> None:
        from annotator.suggest import suggester_named

        self.job = job
        suggester = suggester_named(job.suggester)
        if not suggester.is_there():
            raise AnnotatorError(f"{suggester.name} is not all installed; install annotator again, or use another one")
        self._suggest = suggester.make(job.model)
        self._maker = Maker(job.annotator, job.codebook, job.codebook_version, job.at)

    def outcome(self, document: Document) -> Outcome:
        """The records for the document; what a suggester fails on ends that document only."""
        try:
            return self.made(document)
        except AnnotatorError as error:
            return str(error)
        except Exception as error:  # a suggester may be anybody's; its messages may hold an article's words
            place = traceback.extract_tb(error.__traceback__)[-1]
            return f"a fault of {self.job.annotator}, {type(error).__name__} at {place.name}:{place.lineno}"

    def made(self, document: Document) -> Made:
        """The records for the document."""
        return self._maker.records(document, proposals(self._suggest, document, self.job.codebook))


def outcomes(job: Job, documents: Iterable[Document], workers: int) -> Iterator[tuple[Document, Outcome]]:
    """Each document with what came of it; in any order where there are several workers."""
    if workers < 2:
        bench = Bench(job)
        yield from ((document, bench.outcome(document)) for document in documents)
    else:
        yield from _shared_out(job, iter(documents), workers)


def _shared_out(job: Job, documents: Iterator[Document], workers: int) -> Iterator[tuple[Document, Outcome]]:
    """The same by processes, each with one document at a time, so that memory stays small."""
    with _crew(job, workers) as crew:
        at_work: dict[Connection, Document] = {}
        idle = list(crew)
        while True:
            for line, document in zip(idle, documents, strict=False):
                line.send(document)
                at_work[line] = document
            if not at_work:
                return
            idle = [line for line in at_work if line in wait(list(at_work))]
            yield from [(at_work.pop(line), _received(line)) for line in idle]


@contextmanager
def _crew(job: Job, workers: int) -> Iterator[list[Connection]]:
    """The lines to so many processes, which end when the lines are closed."""
    context = get_context("spawn")
    pairs = [context.Pipe() for _ in range(workers)]
    processes = [context.Process(target=serve, args=(theirs, job), daemon=True) for _, theirs in pairs]
    for process in processes:
        process.start()
    for _, theirs in pairs:
        theirs.close()  # so that a process that ends is noticed here
    try:
        yield [ours for ours, _ in pairs]
    finally:
        for ours, _ in pairs:
            ours.close()
        for process in processes:
            process.join()


def serve(line: Connection, job: Job) -> None:
    """Work at a bench in this process: a document comes over the line, what came of it goes back."""
    from annotator.project.reading import stay_with_parent  # it brings all formats, which the workbench has no need of

    stay_with_parent()
    try:
        bench = Bench(job)
        while True:
            line.send(bench.outcome(line.recv()))
    except AnnotatorError as error:
        line.send(error)
    except (EOFError, OSError):  # nobody is at the other end any more
        return


def _received(line: Connection) -> Outcome:
    """What came of a document."""
    try:
        message: Outcome | AnnotatorError = line.recv()
    except EOFError as error:
        raise AnnotatorError(
            "a worker ended in the middle, perhaps for want of memory; what was stored stays: go on with fewer workers"
        ) from error
    if isinstance(message, AnnotatorError):
        raise message
    return message
