"""The suggestions for the document on the screen: from the project where they are stored, else made and stored now."""

from pathlib import Path
from threading import Lock

from annotator.domain.codebook import Codebook
from annotator.domain.errors import AnnotatorError
from annotator.domain.records import AnnotatedDocument, Annotation, AnnotationSet, annotation_set
from annotator.domain.suggestions import offered
from annotator.project import Project
from annotator.project.benches import Bench, Job
from annotator.project.choosing import chosen
from annotator.project.suggesting import job_of, keep, machine_of


class Suggestions:
    """Gives suggestions to any thread, by a connection of its own; what it loaded stays loaded."""

    def __init__(self, path: Path, annotator: str) -> None:
        self._path = path
        self._annotator = annotator
        self._benches: dict[str, Bench] = {}
        self._lock = Lock()

    def of(self, document_id: str, suggester: str = "") -> AnnotationSet:
        """What the suggester sees in the document, else what the project's or the best one does and what was learned.

        The set goes by the name of the main machine; each record says whose it is.
        """
        with self._lock, Project.open(self._path, self._annotator) as project:
            annotated = project.load(document_id)
            names = chosen(project.store, annotated.document, suggester)
            main, *rest = [self._set(project, annotated, name) for name in names]
            return joined(main, rest, project.codebook)

    def _set(self, project: Project, annotated: AnnotatedDocument, name: str) -> AnnotationSet:
        """The suggester's set of the document."""
        machine = machine_of(project.store, name)
        if not annotated.set_of(machine).records:
            job = job_of(project.store, project.codebook, project.codebook_version, name)
            outcome = self._bench(job).outcome(annotated.document)
            if isinstance(outcome, str):
                raise AnnotatorError(f"{annotated.document.name}: no suggestions ({outcome})")
            keep(project.store, annotated.document.id, job, outcome)
            machine = job.annotator  # a newer version may have been learned since
            annotated = project.load(annotated.document.id, [machine])
        return annotated.set_of(machine)

    def _bench(self, job: Job) -> Bench:
        """The suggester at work, loaded when it is first needed; of one suggester only the last version."""
        bench = self._benches.get(job.suggester)
        if not bench or (bench.job.annotator, bench.job.codebook_version) != (job.annotator, job.codebook_version):
            bench = self._benches[job.suggester] = Bench(job)
        return bench


def joined(main: AnnotationSet, rest: list[AnnotationSet], codebook: Codebook) -> AnnotationSet:
    """The main machine's set, with what others see under labels that fill no role and that it does not use here.

    What was stored under an earlier codebook is left out where the one in use does not offer it.
    """
    given = {each.label for each in main.of(Annotation)} | {each.name for each in codebook.labels if each.role}
    more = (each for held in rest for each in held.of(Annotation) if each.label not in given)
    return offered(annotation_set(main.annotator, (*main.records.values(), *more)), codebook)
