"""Merging module by module gives what peft makes of the whole model; what does not fit is refused."""
# ruff: noqa: E402  (what is missing is said before it is imported)

import importlib.util
import json
import re
import shutil
from pathlib import Path

import pytest

WANTED = ("torch", "transformers", "peft")
if MISSING := [name for name in WANTED if importlib.util.find_spec(name) is None]:
    pytest.skip(
        f"MERGING NOT CHECKED: {', '.join(MISSING)} not installed; run: python3 build/dev.py test",
        allow_module_level=True,
    )

import torch
from listening import Listener
from safetensors.torch import load_file, save_file
from small_models import change_json, merged_by_peft, read_model, rename_tensors, write_adapter, write_model

from lentigo.errors import InputError
from lentigo.models.families import VISION_FAMILIES
from lentigo.progress import QUIET
from lentigo_packager.conversion import merging
from lentigo_packager.conversion.adapter import CONFIG, WEIGHTS, Adapter, read_adapter
from lentigo_packager.conversion.checkpoint import Checkpoint, read_checkpoint
from lentigo_packager.conversion.merging import needs_writing, published_name, write_merged

pytestmark = [
    pytest.mark.filterwarnings("ignore::UserWarning"),  # peft and transformers tell of their own plans
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
BOTH_PARTS = ["q_proj", "up_proj", "down_proj"]  # the names of the text's layers and of Qwen2.5-VL's tower
SETTINGS = {
    "LoRA in both parts": ("qwen2.5-vl", {"r": 4, "lora_alpha": 8, "target_modules": BOTH_PARTS}),
    "DoRA in both parts": ("qwen2.5-vl", {"r": 4, "lora_alpha": 8, "use_dora": True, "target_modules": BOTH_PARTS}),
    "ranks and scales of their own, rank-stabilised, a whole head": (
        "qwen3-vl",
        {
            "r": 8,
            "lora_alpha": 4,
            "use_rslora": True,
            "rank_pattern": {"q_proj": 3},
            "alpha_pattern": {"layers.1.self_attn.v_proj": 32},
            "target_modules": r".*(language_model|visual).*\.(q_proj|v_proj|qkv|linear_fc1)",
            "modules_to_save": ["lm_head"],
        },
    ),
    "the embedding": ("qwen3-vl", {"r": 4, "lora_alpha": 8, "target_modules": ["embed_tokens", "q_proj"]}),
    "all linear layers": ("gemma3", {"r": 4, "lora_alpha": 8, "target_modules": "all-linear"}),
    "some layers only": (
        "gemma3",
        {
            "r": 4,
            "lora_alpha": 8,
            "target_modules": ["v_proj"],
            "layers_to_transform": [1],
            "task_type": "CAUSAL_LM",
        },
    ),
}
PLAIN = {"r": 4, "lora_alpha": 8, "target_modules": ["q_proj"]}


def read(base: Path, adapter: Path, family: str) -> tuple[Checkpoint, Adapter]:
    checkpoint = read_checkpoint(base, family=family)
    return checkpoint, read_adapter(adapter, checkpoint)


@pytest.mark.parametrize("case", SETTINGS)
def test_module_by_module_is_as_the_whole_model_at_once(case: str, tmp_path: Path) -> None:
    family, settings = SETTINGS[case]
    base, learnt, out = tmp_path / "base", tmp_path / "adapter", tmp_path / "out"
    write_model(family, base)
    write_adapter(base, learnt, **settings)
    checkpoint, adapter = read(base, learnt, family)
    write_merged(checkpoint, adapter, out, QUIET)
    expected, original, found = (
        merged_by_peft(base, learnt),
        read_model(base).state_dict(),
        read_model(out).state_dict(),
    )
    assert found.keys() == expected.keys()
    assert [name for name in expected if not torch.equal(found[name], expected[name])] == []
    changed = [name for name in found if not torch.equal(found[name], original[name])]
    assert len(changed) >= len(adapter.modules) >= 2 - (case == "some layers only")


def test_targets_named_as_the_towers_layers_change_the_tower(tmp_path: Path) -> None:
    write_model("qwen2.5-vl", tmp_path / "base")
    write_adapter(tmp_path / "base", tmp_path / "adapter", **SETTINGS["DoRA in both parts"][1])
    _, adapter = read(tmp_path / "base", tmp_path / "adapter", "qwen2.5-vl")
    changed = [module.base.name for module in adapter.modules.values() if module.base.is_vision]
    assert sorted(changed) == [
        f"visual.blocks.{layer}.mlp.{name}.weight" for layer in (0, 1) for name in ("down_proj", "up_proj")
    ]
    assert "4 of them in the vision tower" in adapter.told


def test_a_base_in_bf16_is_merged_in_f32_and_rounded_once(tmp_path: Path) -> None:
    base, learnt, out = tmp_path / "base", tmp_path / "adapter", tmp_path / "out"
    write_model("qwen2.5-vl", base, dtype=torch.bfloat16)
    write_adapter(base, learnt, **SETTINGS["DoRA in both parts"][1])
    checkpoint, adapter = read(base, learnt, "qwen2.5-vl")
    write_merged(checkpoint, adapter, out, QUIET)
    name = "model.layers.0.self_attn.q_proj.weight"
    (written,) = out.glob("*.safetensors")
    found = load_file(written)[name]
    assert found.dtype == torch.bfloat16
    assert torch.equal(
        found, merged_by_peft(base, learnt)["model.language_model.layers.0.self_attn.q_proj.weight"].bfloat16()
    )


def test_shards_hold_no_more_than_they_should(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "PART_BYTES", 10_000)
    base, learnt, out = tmp_path / "base", tmp_path / "adapter", tmp_path / "out"
    write_model("qwen3-vl", base, shard="40KB")
    assert len(list(base.glob("*.safetensors"))) > 1
    write_adapter(base, learnt, **PLAIN)
    told = Listener()
    checkpoint, adapter = read(base, learnt, "qwen3-vl")
    write_merged(checkpoint, adapter, out, told)
    expected, found = merged_by_peft(base, learnt), read_model(out).state_dict()
    assert [name for name in expected if not torch.equal(found[name], expected[name])] == []
    largest = max(tensor.bytes for tensor in checkpoint.tensors)
    assert max(path.stat().st_size for path in out.glob("*.safetensors")) <= max(10_000, largest) + 4_000
    assert told.shares[-1] == 1.0
    assert told.shares == sorted(told.shares)


@pytest.mark.parametrize("case", ["DoRA in both parts", "the embedding"])
def test_blocks_of_rows_make_the_same_matrix(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "BLOCK_VALUES", 100)
    family, settings = SETTINGS[case]
    base, learnt, out = tmp_path / "base", tmp_path / "adapter", tmp_path / "out"
    write_model(family, base)
    write_adapter(base, learnt, **settings)
    write_merged(*read(base, learnt, family), out, QUIET)
    expected, found = merged_by_peft(base, learnt), read_model(out).state_dict()
    for name, values in expected.items():
        assert torch.allclose(found[name], values, rtol=0, atol=1e-6)  # sums in another order


def test_names_of_other_versions_of_transformers_meet(tmp_path: Path) -> None:
    base, learnt, renamed, out = (tmp_path / name for name in ("base", "adapter", "renamed", "out"))
    write_model("gemma3", base)
    write_adapter(base, learnt, **SETTINGS["all linear layers"][1])
    shutil.copytree(base, renamed)
    newest = {
        "vision_tower.": "model.vision_tower.",
        "multi_modal": "model.multi_modal",
        "language_model.model.": "model.language_model.",
    }
    for old, new in newest.items():
        rename_tensors(
            renamed / "model.safetensors", lambda name, old=old, new=new: re.sub(f"^{re.escape(old)}", new, name)
        )  # type: ignore[misc]
    checkpoint, adapter = read(renamed, learnt, "gemma3")
    assert needs_writing(checkpoint, None)
    write_merged(checkpoint, adapter, out, QUIET)
    (written,) = out.glob("*.safetensors")
    found, expected = load_file(written), merged_by_peft(base, learnt)
    assert {name.split(".")[0] for name in found} == {"language_model", "multi_modal_projector", "vision_tower"}
    tower = "vision_tower.vision_model.encoder.layers.0.mlp.fc1.weight"
    assert torch.equal(found[tower], expected["model.vision_tower.encoder.layers.0.mlp.fc1.weight"])


@pytest.mark.parametrize(
    ("family", "saved", "published"),
    [
        ("gemma3", "vision_tower.encoder.a", "vision_tower.vision_model.encoder.a"),
        ("gemma3", "vision_tower.vision_model.encoder.a", "vision_tower.vision_model.encoder.a"),
        ("gemma3", "model.language_model.layers.0.a", "language_model.model.layers.0.a"),
        ("qwen2.5-vl", "model.visual.blocks.0.a", "visual.blocks.0.a"),
        ("qwen2.5-vl", "model.language_model.layers.0.a", "model.layers.0.a"),
        ("qwen2.5-vl", "model.layers.0.a", "model.layers.0.a"),
        ("qwen3-vl", "model.language_model.layers.0.a", "model.language_model.layers.0.a"),
    ],
)
def test_names_become_those_that_are_published(family: str, saved: str, published: str) -> None:
    (found,) = (each for each in VISION_FAMILIES if each.id == family)
    assert published_name(saved, found) == published


def test_training_aids_are_left_out(tmp_path: Path) -> None:
    base, out = tmp_path / "base", tmp_path / "out"
    write_model("qwen2.5-vl", base)
    aids = {"distill_head.router.weight": torch.ones(3, 4), "text_bias.up.weight": torch.ones(2, 2)}
    aids["logit_bias_scale"] = torch.ones(1)
    weights = base / "model.safetensors"
    save_file(load_file(weights) | aids, weights, metadata={"format": "pt"})
    checkpoint = read_checkpoint(base, family="qwen2.5-vl")
    assert needs_writing(checkpoint, None)
    write_merged(checkpoint, None, out, QUIET)
    (written,) = out.glob("*.safetensors")
    assert load_file(weights).keys() - load_file(written).keys() == aids.keys()


def test_an_adapter_of_another_model_is_refused(tmp_path: Path) -> None:
    write_model("gemma3", tmp_path / "gemma")
    write_model("qwen3-vl", tmp_path / "qwen")
    write_adapter(tmp_path / "gemma", tmp_path / "adapter", r=4, target_modules=["out_proj"])
    with pytest.raises(InputError, match=r"does not belong to this checkpoint: it changes .*out_proj"):
        read(tmp_path / "qwen", tmp_path / "adapter", "qwen3-vl")


def test_an_adapter_of_another_size_is_refused(tmp_path: Path) -> None:
    base, learnt = tmp_path / "base", tmp_path / "adapter"
    write_model("qwen3-vl", base)
    write_adapter(base, learnt, **PLAIN)
    learned = load_file(learnt / WEIGHTS)
    name = next(name for name in learned if "lora_A" in name)
    save_file(learned | {name: torch.zeros(4, 40)}, learnt / WEIGHTS)
    with pytest.raises(InputError, match="expects 40 inputs and 32 outputs, and the checkpoint has 32 and 32"):
        read(base, learnt, "qwen3-vl")


def test_half_an_adapter_is_refused(tmp_path: Path) -> None:
    base, learnt = tmp_path / "base", tmp_path / "adapter"
    write_model("qwen3-vl", base)
    write_adapter(base, learnt, **PLAIN)
    kept = {name: values for name, values in load_file(learnt / WEIGHTS).items() if "lora_B" not in name}
    save_file(kept, learnt / WEIGHTS)
    with pytest.raises(InputError, match="incomplete"):
        read(base, learnt, "qwen3-vl")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"use_dora": True}, "settings do not fit its weights"),
        ({"target_modules": ["k_proj"]}, "settings do not fit its weights"),
        ({"r": 7}, "settings do not fit its weights"),
    ],
)
def test_settings_of_another_adapter_are_refused(changes: dict[str, object], reason: str, tmp_path: Path) -> None:
    base, learnt = tmp_path / "base", tmp_path / "adapter"
    write_model("qwen3-vl", base)
    write_adapter(base, learnt, **PLAIN)
    change_json(learnt / CONFIG, **changes)
    checkpoint, adapter = read(base, learnt, "qwen3-vl")
    with pytest.raises(InputError, match=reason):
        write_merged(checkpoint, adapter, tmp_path / "out", QUIET)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"peft_type": "IA3"}, "of the kind “IA3”"),
        ({"init_lora_weights": "pissa_niter_4"}, "changed its base"),
        ({"target_parameters": ["experts"]}, "target_parameters"),
        ({"lora_bias": True}, "lora_bias"),
    ],
)
def test_kinds_that_are_not_merged_are_refused(changes: dict[str, object], reason: str, tmp_path: Path) -> None:
    base, learnt = tmp_path / "base", tmp_path / "adapter"
    write_model("qwen3-vl", base)
    write_adapter(base, learnt, **PLAIN)
    change_json(learnt / CONFIG, **changes)
    with pytest.raises(InputError, match=reason):
        read(base, learnt, "qwen3-vl")


def test_an_adapter_as_a_pickle_is_refused(tmp_path: Path) -> None:
    write_model("qwen3-vl", tmp_path / "base")
    (tmp_path / "adapter").mkdir()
    (tmp_path / "adapter" / CONFIG).write_text(json.dumps({"peft_type": "LORA"}), encoding="utf-8")
    (tmp_path / "adapter" / "adapter_model.bin").write_bytes(b"pickle")
    with pytest.raises(InputError, match="runs any program inside"):
        read(tmp_path / "base", tmp_path / "adapter", "qwen3-vl")


def test_weights_that_are_not_numbers_are_not_merged(tmp_path: Path) -> None:
    base, learnt = tmp_path / "base", tmp_path / "adapter"
    write_model("qwen3-vl", base)
    write_adapter(base, learnt, **PLAIN)
    learned = load_file(learnt / WEIGHTS)
    name = next(name for name in learned if "lora_B" in name)
    save_file(learned | {name: learned[name] * float("nan")}, learnt / WEIGHTS)
    checkpoint, adapter = read(base, learnt, "qwen3-vl")
    with pytest.raises(InputError, match="not finite"):
        write_merged(checkpoint, adapter, tmp_path / "out", QUIET)
