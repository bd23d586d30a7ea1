"""What the user reads while a stage runs."""

from lentigo.domain.stage import AnalysisStage
from lentigo.language import deferred

STAGES = {
    AnalysisStage.PHOTOGRAPH: deferred("checking the photograph"),
    AnalysisStage.MODEL: deferred("warming up the model"),
    AnalysisStage.LIBRARY: deferred("opening the library"),
    AnalysisStage.PICTURE: deferred("reading the picture"),
    AnalysisStage.DESCRIBE: deferred("describing what is visible"),
    AnalysisStage.QUESTION: deferred("filling in the findings"),
    AnalysisStage.GROUP: deferred("finding the group of diseases"),
    AnalysisStage.PROPOSE: deferred("thinking of possible diagnoses"),
    AnalysisStage.CLASSIFY: deferred("ranking the possible diagnoses"),
    AnalysisStage.RETRIEVE: deferred("searching the library"),
    AnalysisStage.DIFFERENTIATE: deferred("weighing for and against"),
    AnalysisStage.EXPLAIN: deferred("explaining with the library's pages"),
    AnalysisStage.VERIFY: deferred("checking the quotes"),
}
