"""The help: how to take a photograph, what the program cannot do, and its keys. A part of the program, no web page."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from lentigo.gui.kit.reading_dialog import ReadingDialog
from lentigo.gui.kit.section import Section
from lentigo.gui.kit.text import Paragraph
from lentigo.gui.shell.keys_table import KeyMeaning, keys_table
from lentigo.language import deferred, translate

_PHOTOGRAPH = (
    deferred("Take two: one from about one metre, which shows where it is, and one from about 30 cm, straight on."),
    deferred("Even daylight or a lamp beside the camera; no flash from the front, and no shadow of your hand."),
    deferred("Hold still and touch the lesion on the screen, so that it is sharp there. Look at it before you go on."),
    deferred("Put a ruler beside the lesion, in the same plane, and write down which side of the body it is."),
    deferred("Through a dermoscope: clean glass, no bubbles, all of the lesion within the circle."),
    deferred("No face where it is not needed, no name, no wristband: what stands in the picture stays in it."),
)
_STEPS = (
    deferred("Drop the photographs of one patient on the window, or open or paste them."),
    deferred("Fill in what you know. What you leave empty is “not asked”; it is never taken for “no”."),
    deferred("Analyse. A slow computer needs minutes; Stop ends it within two seconds."),
    deferred("Read the red flags first, then correct the findings in your own words; what follows from them follows."),
    deferred("Open the sources and look whether they say what the report says, then export and sign it."),
)
_LIMITS = (
    deferred("It does not diagnose and rules nothing out. A finding that is missing does not exclude disease."),
    deferred("It sees one moment: no change, no fever, no feel of the skin, nothing that is not in the picture."),
    deferred("It knows the diseases of its model’s list only, and often less of rare ones and of dark skin."),
    deferred("It does not know how many of your patients have a disease. Its words of likelihood weigh its own list."),
    deferred("It gives no treatment and no dose. The documents that it quotes may be older than today’s guideline."),
    deferred("It sends nothing and asks nobody: what it says comes from this computer alone."),
)


class HelpDialog(ReadingDialog):
    """`keys` are those of the window as it is."""

    def __init__(self, keys: Sequence[KeyMeaning], parent: QWidget) -> None:
        super().__init__(translate("Help"), parent)
        parts = (
            (translate("How to take a photograph"), _PHOTOGRAPH),
            (translate("From a photograph to a report"), _STEPS),
            (translate("What Lentigo cannot do"), _LIMITS),
        )
        for title, sentences in parts:
            section = Section(title)
            for sentence in sentences:
                section.body.addWidget(Paragraph(f"•  {translate(sentence)}"))
            self.content.addWidget(section)
        listed = Section(translate("Keyboard shortcuts"))
        listed.body.addWidget(keys_table(keys))
        self.content.addWidget(listed)
        self.content.addStretch(1)
