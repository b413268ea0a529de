"""Reading many files: in their order, a bad one noted and passed over, in processes of their own where that pays."""

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread

import msgspec

from annotator.domain.errors import AnnotatorError, FormatError
from annotator.domain.records import AnnotatedDocument, AnyRecord
from annotator.formats import format_named, format_of
from annotator.formats.format import Format, Losses, Reading

MANY = 200
"""From how many files on it pays to start processes."""

CHUNK = 40
"""How many files a process reads at once."""

MOST = 4
"""At most so many processes, because one alone saves."""

AHEAD = 3
"""How many chunks may wait for each process."""

Read = tuple[list[list[AnnotatedDocument]], list[AnyRecord], list[str], dict[str, int]]
"""The documents of each file, what belongs to the whole project, what was faulty, and what was lost."""

READ = msgspec.msgpack.Decoder(Read)
"""Takes what a process sends."""


def read_all(files: Sequence[Path], format: str, reading: Reading) -> Iterator[tuple[Path, list[AnnotatedDocument]]]:
    """Each file with the documents in it; none where it is faulty."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if len(files) < MANY or cores < 2:
        reader = Reader(format, reading)
        yield from ((path, reader.read(path)) for path in files)
        return
    chunks = [files[start : start + CHUNK] for start in range(0, len(files), CHUNK)]
    for chunk, sent in zip(chunks, in_processes(chunks, format, reading, min(cores - 1, MOST)), strict=True):
        found, registry, problems, losses = READ.decode(sent)
        reading.registry.extend(registry)
        reading.problems.extend(problems)
        reading.losses.update(losses)
        yield from zip(chunk, found, strict=True)


def in_processes(chunks: Iterable[Sequence[Path]], format: str, reading: Reading, number: int) -> Iterator[bytes]:
    """What is read from each chunk, in order; never far ahead of what is used, so that memory stays small."""
    alone = replace(reading, losses=Losses(), problems=[], registry=[], latest={})
    with ProcessPoolExecutor(number, get_context("spawn"), stay_with_parent) as pool:
        ahead: deque[Future[bytes]] = deque()
        for chunk in chunks:
            ahead.append(pool.submit(read_chunk, format, alone, chunk))
            if len(ahead) > AHEAD * number:
                yield ahead.popleft().result()
        yield from (future.result() for future in ahead)


def read_chunk(format: str, reading: Reading, files: Sequence[Path]) -> bytes:
    """What a process reads from some of the files."""
    reader = Reader(format, reading)
    found = [reader.read(path) for path in files]
    return msgspec.msgpack.encode((found, reading.registry, reading.problems, reading.losses))


def stay_with_parent() -> None:
    """End this process when its parent ends, however that comes about; leave Ctrl-C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if parent := parent_process():
        Thread(target=end_after, args=(parent.sentinel,), daemon=True).start()


def end_after(sentinel: int) -> None:
    """Wait for another process and end this one."""
    wait([sentinel])
    os._exit(1)


class Reader:
    """Reads one file after the other; a bad one is noted and gives nothing."""

    def __init__(self, format: str, reading: Reading) -> None:
        """Read all files as `format`, or each as its name says where that is empty."""
        self.reading = reading
        self._format = format
        self._forms: dict[str, Format] = {}

    def read(self, path: Path) -> list[AnnotatedDocument]:
        """The documents in the file."""
        try:
            form = self._form(path)
            if not form.read:
                raise FormatError(f"{path}: the format “{form.name}” can be written but not read")
            return list(form.read(path, self.reading))
        except OSError as error:
            self.reading.problems.append(f"{path}: cannot be read ({error.strerror})")
        except AnnotatorError as error:
            self.reading.problems.append(str(error))
        return []

    def _form(self, path: Path) -> Format:
        """The format of the file, looked up once for all files whose names end alike."""
        suffix = path.suffix.lower()
        if suffix not in self._forms:
            self._forms[suffix] = format_named(self._format) if self._format else format_of(path)
        return self._forms[suffix]
