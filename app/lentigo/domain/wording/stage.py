"""What the user reads while a stage runs."""

from lentigo.domain.stage import AnalysisStage

STAGES = {
    AnalysisStage.PHOTOGRAPH: "checking the photograph",
    AnalysisStage.MODEL: "warming up the model",
    AnalysisStage.LIBRARY: "opening the library",
    AnalysisStage.PICTURE: "reading the picture",
    AnalysisStage.DESCRIBE: "describing what is visible",
    AnalysisStage.QUESTION: "filling in the findings",
    AnalysisStage.GROUP: "finding the group of diseases",
    AnalysisStage.PROPOSE: "thinking of possible diagnoses",
    AnalysisStage.CLASSIFY: "ranking the possible diagnoses",
    AnalysisStage.RETRIEVE: "searching the library",
    AnalysisStage.DIFFERENTIATE: "weighing for and against",
    AnalysisStage.VERIFY: "checking the quotes",
}
