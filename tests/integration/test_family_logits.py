"""What is compared with a checkpoint is what the model says, sees and reads: answers, pictures, prompts."""

import numpy as np
from tiny_pairs import SYSTEM, Pair, pattern

from lentigo.inference.pictures import fit_picture
from lentigo.inference.vision_model import prompt_parts
from lentigo_packager.conversion.parity_logits import follow_answer, picture_vectors, text_tokens

QUESTION = "Which colours does the lesion have?"


def test_the_rows_are_those_of_a_fresh_context(tiny: Pair) -> None:
    answer = [int(token) for token in np.random.default_rng(3).integers(300, 900, 9)]
    rows, context = tiny.fresh.rows(tiny.fresh.prompt(QUESTION), [pattern(1)], answer[:-1])
    context.close()
    wide = rows.astype(np.float64)
    expected = wide - np.logaddexp.reduce(wide, axis=1, keepdims=True)
    with tiny.open([pattern(1)]) as session:
        followed = follow_answer(tiny.model.engine, session, QUESTION, answer)
    assert followed.shape == (len(answer), context.size)
    assert np.abs(np.exp(followed).sum(axis=1) - 1).max() < 1e-4
    assert np.sqrt(np.mean((followed - expected) ** 2)) < 0.05
    assert np.sqrt(np.mean((followed[1:] - expected[:-1]) ** 2)) > 1


def test_an_answer_longer_than_a_batch_goes_on_where_it_was(tiny: Pair) -> None:
    answer = [int(token) for token in np.random.default_rng(4).integers(300, 900, 12)]
    with tiny.open([pattern(1)]) as session:
        whole = follow_answer(tiny.model.engine, session, QUESTION, answer)
    engine, capacity = tiny.model.engine, tiny.model.engine.batch.capacity
    try:
        with tiny.open([pattern(1)]) as session:
            engine.batch.capacity = 5
            parts = follow_answer(tiny.model.engine, session, QUESTION, answer)
    finally:
        engine.batch.capacity = capacity
    assert np.sqrt(np.mean((parts - whole) ** 2)) < 0.05


def test_a_picture_has_a_row_for_each_token_and_differs_from_another(tiny: Pair) -> None:
    fit, evaluator = tiny.fresh.profile.picture, tiny.model.evaluator
    fitted = [fit_picture(pattern(number).raster, fit) for number in (1, 2)]
    one, other = (picture_vectors(evaluator, raster) for raster in fitted)
    assert one.shape == other.shape
    assert len(one) == (16 if tiny.name == "gemma" else fitted[0].width * fitted[0].height // fit.multiple**2)
    assert np.abs(one - other).max() > 0.1


def test_the_prompt_around_the_picture_is_the_templates(tiny: Pair) -> None:
    template, _ = tiny.fresh.profile.prompt.template.split("{question}")
    fitted = fit_picture(pattern(1).raster, tiny.fresh.profile.picture)
    before, behind = text_tokens(tiny.model.evaluator, prompt_parts(template, (SYSTEM,), [fitted]))
    written = [part.replace("{system}", SYSTEM) for part in template.split("{picture}")]
    added = int(tiny.name == "gemma")  # <bos>
    assert list(before[added:-1]) == tiny.fresh.tokens(written[0])
    assert list(behind[1:]) == tiny.fresh.tokens(written[1])
