"""The source systems' protocols on the real engine, with the tiny pair of each family: noise, in the right form."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from handbook_conditions import handbook_conditions
from tiny_pairs import ignore, pattern, profile_and_folder

from lentigo.analysis.draft import CaseDraft, Tools
from lentigo.analysis.pipeline import STAGES, AnalysisRequest, analyze
from lentigo.analysis.ports import Question
from lentigo.analysis.protocols import load_protocol
from lentigo.analysis.stages.propose import list_grammar
from lentigo.domain.assessment import Assessment
from lentigo.domain.encounter import Encounter
from lentigo.domain.evidence import Condition, Hit
from lentigo.domain.stage import AnalysisStage
from lentigo.imaging.adapter import PillowImaging
from lentigo.inference.stopping import StopFlag
from lentigo.inference.vision_model import LlamaVisionModel
from lentigo.models.catalogue import load_entries
from lentigo.paths import default_paths

ENTRIES = {entry.id: entry for entry in load_entries(default_paths().catalogue)}
PAIRS = {"gemma3": "gemma", "qwen2.5-vl": "qwen2.5", "qwen3-vl": "qwen3"}
SERVED = [(entry.id, protocol) for entry in ENTRIES.values() if not entry.bundled for protocol in entry.protocols]


class BareLibrary:
    """The handbook's conditions without its pages."""

    version = encoder = "test"
    conditions: tuple[Condition, ...] = handbook_conditions()

    def search(self, query: str, *, limit: int) -> tuple[Hit, ...]:
        return ()

    def page_text(self, document: str, page: int) -> str:
        return ""

    def confirms(self, quote: str, document: str, page: int) -> bool:
        return True


@pytest.fixture(scope="module")
def dressed() -> Iterator["Wardrobe"]:
    wardrobe = Wardrobe()
    yield wardrobe
    wardrobe.close()


class Wardrobe:
    """The tiny pairs, asked as the catalogue says of the models they stand for; one in memory at a time."""

    def __init__(self) -> None:
        self._name = ""
        self._model: LlamaVisionModel | None = None

    def model(self, name: str) -> LlamaVisionModel:
        if name != self._name:
            self.close()
            entry = ENTRIES[name]
            profile, folder = profile_and_folder(PAIRS[entry.family])
            said = replace(
                profile, prompt=entry.prompt, sampling=entry.sampling, label=entry.label, limits=entry.limits
            )
            self._model = LlamaVisionModel(profile=said, folder=folder, stop=StopFlag(), on_progress=ignore)
            self._name = name
        assert self._model
        return self._model

    def close(self) -> None:
        if self._model:
            self._model.close()
        self._model = None


def run(model: LlamaVisionModel, protocol: str, photograph: Path) -> Assessment:
    request = AnalysisRequest(
        photographs=(photograph.read_bytes(),),
        kinds=(None,),
        encounter=Encounter(),
        protocol=load_protocol(protocol),
        seed=0,
    )
    return analyze(
        request,
        imaging=PillowImaging(),
        load_model=lambda: model,
        open_library=BareLibrary,
        notify=ignore,
        should_stop=lambda: False,
    )


@pytest.mark.parametrize(("name", "protocol"), SERVED)
def test_a_model_of_the_family_runs_the_protocol(dressed: Wardrobe, name: str, protocol: str, phantoms: Path) -> None:
    report = run(dressed.model(name), protocol, phantoms / "phantom-pigmented.jpg")
    asked = load_protocol(protocol)
    assert report.provenance.protocol == protocol
    assert set(asked.stages) <= set(report.provenance.timings)
    assert [finding.field for finding in report.findings] == [entry.field for entry in asked.questions]
    assert 0 <= len(report.differential) <= 6
    shares = [candidate.share for candidate in report.differential]
    assert shares == sorted(shares, reverse=True)
    if ENTRIES[name].label:
        assert report.closed_set == tuple(label.shown for label in ENTRIES[name].label)
        assert {candidate.label for candidate in report.differential} <= set(report.closed_set)
    assert not re.search(r"</?(think|answer)>", f"{report.description.text} {report.reasoning}")


def answer(model: LlamaVisionModel, question: Question) -> str:
    with model.open([pattern(1)], system="", seed=0, on_progress=ignore) as session:
        return session.ask([question], ignore)["field"]


@pytest.mark.parametrize("name", ["medgemma-1.5-4b-it", "skingpt-r1-7b", "hikari-vega"])
def test_a_list_of_diagnoses_keeps_to_its_form(dressed: Wardrobe, name: str) -> None:
    question = Question(field="field", prompt="Which diseases?", max_tokens=200, grammar=list_grammar(3))
    lines = answer(dressed.model(name), question).splitlines()
    assert 1 <= len(lines) <= 3
    for number, line in enumerate(lines, start=1):
        assert re.fullmatch(rf"{number}\. [^\d.:;<>{{}}]*", line)


def test_skingpt_thinks_first_whatever_it_would_say(dressed: Wardrobe) -> None:
    asked = load_protocol("skingpt-r1").description
    text = answer(dressed.model("skingpt-r1-7b"), replace(asked, field="field", max_tokens=120))
    assert re.fullmatch(r"<think>[^<]+(</think>\n?(<answer>[^<]*)?)?", text)


def test_the_findings_form_leaves_no_room_for_thoughts(dressed: Wardrobe) -> None:
    form = load_protocol("skingpt-r1").questions
    with dressed.model("skingpt-r1-7b").open([pattern(1)], system="", seed=0, on_progress=ignore) as session:
        answers = session.ask([entry.question for entry in form], ignore)
    assert len(answers) == 11
    assert not any(set("<\n") & set(text) for text in answers.values())


def test_a_group_conditions_the_scores_of_the_diseases(dressed: Wardrobe) -> None:
    """The same picture, once as one group and once as another: the model reads the group in its prompt."""
    model, protocol = dressed.model("hikari-sirius"), load_protocol("hikari")
    assert protocol.group
    with model.open([pattern(1)], system="", seed=0, on_progress=ignore) as session:
        tools = Tools(
            protocol=protocol,
            encounter=Encounter(),
            session=session,
            labels=model.labels,
            library=None,
            notify=ignore,
        )
        rankings = [_shares(tools, group) for group in ("", *protocol.group.options[:2])]
    assert all(one != other for one, other in itertools.pairwise(rankings))


def _shares(tools: Tools, group: str) -> Sequence[float]:
    draft = STAGES[AnalysisStage.CLASSIFY](CaseDraft(group=group), tools)
    shares = {entry.label.text: entry.share for entry in draft.ranking}
    assert sum(shares.values()) == pytest.approx(1)
    return [round(shares[label.text], 6) for label in tools.labels]
