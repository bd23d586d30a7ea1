"""The page of the library that a citation of the report stands on."""

from lentigo.domain.evidence import Citation
from lentigo.gui.kit.place import Place
from lentigo.language import translate


def cited(citation: Citation) -> Place:
    """Where the report's words stand."""
    return Place(
        document=citation.document,
        title=citation.title,
        page=citation.page,
        quote=citation.quote,
        marked=translate("The words that the report quotes are marked."),
        unmarked=translate("The words that the report quotes could not be found on this page. Do not rely on them."),
        elsewhere=translate("The report cites page {page}.", page=citation.label),
    )
