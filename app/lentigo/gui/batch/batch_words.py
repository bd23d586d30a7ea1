"""What the batch's page says of it."""

from lentigo.domain.batch import BatchState
from lentigo.gui.batch.batch_run import BatchRun
from lentigo.gui.kit.pace import in_words
from lentigo.language import translate, translate_count


def explanation() -> str:
    """What a batch is, where there is none."""
    parts = (
        translate(
            "Choose a folder: each photograph in it becomes a case of its own, which is analysed in the background and "
            "saved in the records as a draft that nobody has read."
        ),
        translate(
            "Or choose a list of cases (CSV, UTF-8). Its first line names the columns: photograph, and where you have "
            "them case, patient, age, sex (female, male, other), site. The photographs lie beside the list; lines with "
            "the same case belong together."
        ),
        translate(
            "The case on the table goes first: the batch makes way for its analysis, then begins its own case anew. "
            "A question or another model waits until the present case of the batch is done. "
            "While Lentigo is locked the batch goes on and shows nothing; what it made in that time is saved once "
            "somebody unlocks. After a restart it goes on where it was."
        ),
    )
    return "\n\n".join(parts)


def progress_text(run: BatchRun) -> str:
    """How far it is, and what it waits for."""
    total, waiting = len(run.rows), run.count(BatchState.WAITING)
    told = [translate("{done} of {total} cases are through.", done=total - waiting, total=total)]
    if failed := run.count(BatchState.FAILED):
        told.append(translate_count("{count} could not be analysed.", "{count} could not be analysed.", failed))
    if stopped := run.count(BatchState.STOPPED):
        told.append(translate_count("{count} was left out.", "{count} were left out.", stopped))
    if run.waits:
        told.append(translate("Waiting for the case on the table."))
    elif run.running and run.left is not None:
        told.append(translate("{time} left.", time=in_words(run.left)))
    elif not run.running and waiting:
        told.append(translate("Paused."))
    return " ".join(told)
