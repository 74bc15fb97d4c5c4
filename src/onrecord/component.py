"""A spaCy component: `nlp.add_pipe("onrecord")` puts the reading of each document on `doc._.reading`.

It reads over the pipeline's own parse, so it stands after the parser and the entity recogniser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language as Pipeline
from spacy.tokens import Doc

if TYPE_CHECKING:
    from collections.abc import Callable


@Pipeline.factory("onrecord", assigns=["doc._.reading"], requires=["token.dep", "doc.sents"])
def factory(nlp: Pipeline, name: str) -> Callable[[Doc], Doc]:
    """The component for a pipeline. Raises UnsupportedLanguage where there is no language data for its language; the
    component raises InputError for a document without a parse.
    """
    from onrecord.errors import DataError, InputError, UnsupportedLanguage  # noqa: PLC0415 - spaCy loads this module with every pipeline
    from onrecord.languages import load_language  # noqa: PLC0415
    from onrecord.reader import read_doc  # noqa: PLC0415
    from onrecord.register import load_register  # noqa: PLC0415

    try:
        language = load_language(nlp.lang)
    except DataError as error:
        raise UnsupportedLanguage(f"component {name!r}: {error}") from error
    register = load_register()
    if not Doc.has_extension("reading"):
        Doc.set_extension("reading", default=None)

    def component(doc: Doc) -> Doc:
        if len(doc) and not doc.has_annotation("DEP"):
            raise InputError(f"component {name!r}: the document has no parse; add a parser to the pipeline before it")
        doc._.reading = read_doc(doc, language, register)
        return doc

    return component
