"""Each description in the catalogue is whole, and its facts agree with one another and with the handbook."""

import re

import pytest
from handbook_conditions import handbook_conditions

from lentigo.analysis.protocols import load_protocol
from lentigo.errors import InputError
from lentigo.inference.memory import MOST_CACHE_BYTES, WORKING_BYTES
from lentigo.models.catalogue import CatalogueEntry, EncoderEntry, load_bundled, load_encoders, load_entries, load_entry
from lentigo.models.families import FAMILIES, VisionFamily
from lentigo.paths import default_paths
from lentigo.untrusted import is_harmless, is_plain_id

CATALOGUE = default_paths().catalogue
ENTRIES = load_entries(CATALOGUE)
FETCHED = [entry for entry in ENTRIES if not entry.bundled]
ENCODERS = load_encoders(CATALOGUE)
EVERY = [*ENTRIES, *ENCODERS]
CONDITIONS = {condition.id: condition for condition in handbook_conditions()}
ICD10 = re.compile(r"[A-Z]\d\d(\.\d{1,2})?(, [A-Z]\d\d(\.\d{1,2})?)*")
REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
SIDE_OF_A_TOKEN = {"qwen2.5-vl": 2 * 14, "qwen3-vl": 2 * 16}  # patches, two by two

# From config.json: layers; widths of the model, its feed-forward part, queries, keys; vocabulary, and whether tied.
LANGUAGE = {
    "medgemma-4b-it": (34, 2560, 10240, 2048, 1024, 262208, True),
    "medgemma-1.5-4b-it": (34, 2560, 10240, 2048, 1024, 262208, True),
    "skinspector-qwen2.5-vl-3b": (36, 2048, 11008, 2048, 256, 151936, True),
    "skingpt-r1-7b": (28, 3584, 18944, 3584, 512, 152064, False),
    "hikari-subaru": (36, 4096, 12288, 4096, 1024, 151936, False),
    "hikari-sirius": (36, 4096, 12288, 4096, 1024, 151936, False),
    "hikari-vega": (36, 4096, 12288, 4096, 1024, 151936, False),
}
PROJECTOR_WEIGHTS = {"gemma3": 420e6, "qwen2.5-vl": 673e6, "qwen3-vl": 576e6}  # tower and merger
Q4_BITS, Q6_BITS = 4.5, 6.5625  # a weight


def of(entry: CatalogueEntry | EncoderEntry) -> str:
    return entry.id


def q4_k_m_bytes(layers: int, width: int, inner: int, queries: int, keys: int, words: int, tied: bool) -> float:
    """Q4_K_M: six bits for the output matrix and half of the values and down projections, four for the rest."""
    embedding, layer = words * width, 2 * width * queries + 2 * width * keys + 3 * width * inner
    finer = embedding + layers / 2 * (width * keys + width * inner)
    every = layers * layer + embedding * (1 if tied else 2)
    return (finer * Q6_BITS + (every - finer) * Q4_BITS) / 8


def test_the_catalogue_holds_the_source_systems_models() -> None:
    assert {entry.id for entry in ENTRIES} == {*LANGUAGE, "lentigo-mini"}
    assert {entry.id for entry in ENCODERS} == {"pubmedbert-base-embeddings", "all-minilm-l6-v2"}
    for folder, entries in ((CATALOGUE, ENTRIES), (CATALOGUE / "encoders", ENCODERS)):
        assert {path.stem for path in folder.glob("*.toml")} == {entry.id for entry in entries}


@pytest.mark.parametrize("entry", EVERY, ids=of)
def test_an_entry_says_what_the_user_must_know(entry: CatalogueEntry | EncoderEntry) -> None:
    assert is_plain_id(entry.id)
    assert entry.name
    assert entry.version
    assert entry.licence
    assert entry.notice.strip()
    assert entry.limits
    texts = (entry.name, entry.version, entry.licence, entry.notice, *entry.limits)
    assert all(is_harmless(text) for text in texts)
    assert all(text.endswith((".", ".”")) for text in (entry.notice, *entry.limits))


@pytest.mark.parametrize("entry", [*FETCHED, *ENCODERS], ids=of)
def test_an_entry_says_where_its_checkpoint_is(entry: CatalogueEntry | EncoderEntry) -> None:
    source = entry.source
    assert source
    assert source.files
    assert source.bytes > 0
    if source.published:
        assert REPOSITORY.fullmatch(source.repository)
    else:
        assert source.remark
    assert any(pattern.endswith(("*.safetensors", "model.safetensors")) for pattern in source.files)


def test_what_is_gated_or_not_public_is_said() -> None:
    sources = {entry.id: entry.source for entry in FETCHED if entry.source}
    assert {name for name, source in sources.items() if source.gated} == {"medgemma-4b-it", "medgemma-1.5-4b-it"}
    assert all("accept" in source.remark for source in sources.values() if source.gated)
    assert {name for name, source in sources.items() if not source.published} == {"skinspector-qwen2.5-vl-3b"}


@pytest.mark.parametrize("entry", FETCHED, ids=of)
def test_sizes_are_weights_times_bits(entry: CatalogueEntry) -> None:
    assert entry.sizes
    assert entry.sizes.language == pytest.approx(q4_k_m_bytes(*LANGUAGE[entry.id]), rel=0.01)
    assert entry.sizes.projector == pytest.approx(2 * PROJECTOR_WEIGHTS[entry.family], rel=0.02)


@pytest.mark.parametrize("entry", FETCHED, ids=of)
def test_the_memory_holds_the_files_the_cache_and_the_work(entry: CatalogueEntry) -> None:
    assert entry.sizes
    files = entry.sizes.language + entry.sizes.projector
    least = files + MOST_CACHE_BYTES + WORKING_BYTES
    assert least <= entry.memory < least + 2e8


@pytest.mark.parametrize("entry", ENTRIES, ids=of)
def test_an_entry_is_asked_as_its_family_is(entry: CatalogueEntry) -> None:
    family = FAMILIES[entry.family]
    assert isinstance(family, VisionFamily)
    template, usual = entry.prompt.template, family.prompt
    assert template.count("{picture}") == template.count("{question}") == 1
    assert template.index("{picture}") < template.index("{question}")
    assert template.find("{system}") < template.index("{picture}")
    assert entry.prompt.next_turn == usual.next_turn
    assert usual.template.split("{question}")[1] in template


@pytest.mark.parametrize("entry", FETCHED, ids=of)
def test_pictures_have_their_familys_size(entry: CatalogueEntry) -> None:
    if entry.family == "gemma3":
        assert (entry.picture.fit, entry.picture.width, entry.picture.height) == ("pad", 896, 896)
    else:
        assert entry.picture.multiple == SIDE_OF_A_TOKEN[entry.family]


@pytest.mark.parametrize(
    ("model", "least", "most"),
    [
        ("skinspector-qwen2.5-vl-3b", 256, 512),
        ("skingpt-r1-7b", 256, 1280),
        ("hikari-sirius", 64, (672 // 32) ** 2),
    ],
)
def test_pixel_limits_are_the_source_systems(model: str, least: int, most: int) -> None:
    picture = load_entry(CATALOGUE, model).picture
    assert (picture.least_pixels, picture.most_pixels) == (least * picture.multiple**2, most * picture.multiple**2)


@pytest.mark.parametrize("entry", ENTRIES, ids=of)
def test_reports_are_decoded_greedily(entry: CatalogueEntry) -> None:
    assert entry.sampling.temperature == 0


@pytest.mark.parametrize("entry", ENTRIES, ids=of)
def test_the_protocols_exist_and_rank_as_the_model_can(entry: CatalogueEntry) -> None:
    own, *_ = protocols = [load_protocol(name) for name in entry.protocols]
    assert all(protocol.id for protocol in protocols)
    assert ("classify" in own.stages) == bool(entry.label)
    assert ("propose" in own.stages) != bool(entry.label)


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry.label], ids=of)
def test_labels_stand_in_the_handbook_under_a_code_of_theirs(entry: CatalogueEntry) -> None:
    assert len({label.text for label in entry.label}) == len(entry.label)
    for label in entry.label:
        assert ICD10.fullmatch(label.code), label
        if label.condition:
            blocks = {code[:3] for code in CONDITIONS[label.condition].icd10.split(", ")}
            assert blocks & {code[:3] for code in label.code.split(", ")}, label


def test_labels_without_a_chapter_are_the_known_ones_and_are_told_of() -> None:
    sirius = load_entry(CATALOGUE, "hikari-sirius")
    missing = [label.text for label in sirius.label if not label.condition]
    assert missing == ["scleroderma", "photodermatoses", "sarcoidosis"]
    assert any("no chapter" in limit and all(name in limit for name in missing) for limit in sirius.limits)


def test_hikari_says_that_it_knows_no_melanoma() -> None:
    sirius = load_entry(CATALOGUE, "hikari-sirius")
    assert not any("melanoma" in label.text for label in sirius.label)
    first, *_ = sirius.limits
    assert "no melanoma" in first
    assert all(label.text in first for label in sirius.label)
    for other in ("hikari-subaru", "hikari-vega"):
        assert any("no melanoma" in limit for limit in load_entry(CATALOGUE, other).limits)


def test_hikaris_carcinoma_class_is_treated_as_the_graver_disease() -> None:
    (label,) = (label for label in load_entry(CATALOGUE, "hikari-sirius").label if "squamous" in label.text)
    assert label.condition == "squamous-cell-carcinoma"
    assert label.shown == "squamous cell carcinoma in situ or invasive"


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("medgemma-1.5-4b-it", "HAI-DEF is provided under and subject to"),
        ("medgemma-4b-it", "diagnosis or treatment of patients"),
        ("hikari-sirius", "SkinCAP"),
        ("skinspector-qwen2.5-vl-3b", "GPL"),
        ("skingpt-r1-7b", "non-commercial"),
    ],
)
def test_notices_name_the_terms(model: str, words: str) -> None:
    assert words in load_entry(CATALOGUE, model).notice


def test_a_model_that_is_only_described_did_not_come_along() -> None:
    assert load_entry(CATALOGUE, "hikari-sirius").bundled is None
    assert "hikari-sirius" not in {profile.id for profile in load_bundled(CATALOGUE)}


def test_skinflow_is_a_protocol_and_says_why_it_is_no_model() -> None:
    with pytest.raises(InputError, match="vision layers change with each picture") as refusal:
        load_entry(CATALOGUE, "skinflow")
    assert "protocol “skinflow”" in refusal.value.hint
    assert load_protocol("skinflow").id == "skinflow"
