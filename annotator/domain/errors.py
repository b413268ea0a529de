"""The one family of errors whose message a user reads: what is wrong, where, and what to do next."""


class AnnotatorError(Exception):
    """Something a user can understand and mend; anything else is a fault of the program."""


class CodebookError(AnnotatorError):
    """A codebook file breaks its own rules, or a value is not in the codebook."""


class FormatError(AnnotatorError):
    """A file cannot be read as the format it was offered as."""


class StoreError(AnnotatorError):
    """The project file cannot be opened, read or written."""


class EditError(AnnotatorError):
    """An edit does not fit the annotation set it is applied to."""


class NewCodebookError(EditError):
    """An edit was made under a version of the codebook that is no longer the one in use."""
