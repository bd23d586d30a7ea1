"""nDCG, recall, MRR and P@1 of rankings, by ir-measures, which runs trec_eval's own code."""

from collections.abc import Mapping, Sequence

from lentigo.errors import EngineError

Rankings = Mapping[str, Sequence[str]]  # query -> texts, best first


def score(qrels: Mapping[str, Mapping[str, int]], rankings: Rankings) -> dict[str, float]:
    """Means over all judged queries; one without a ranking counts 0."""
    try:
        import ir_measures
        from ir_measures import RR, P, R, nDCG
    except ImportError as problem:
        raise EngineError("ir-measures is not installed.", hint="pip install ir-measures") from problem
    measures = (nDCG @ 10, R @ 10, R @ 100, RR, P @ 1)
    judged = [ir_measures.Qrel(query, text, grade) for query, texts in qrels.items() for text, grade in texts.items()]
    ranked = [
        ir_measures.ScoredDoc(query, text, 1.0 / place)  # by place, for trec_eval orders equal scores by name
        for query, texts in rankings.items()
        for place, text in enumerate(texts, start=1)
    ]
    values = ir_measures.calc_aggregate(measures, judged, ranked)
    names = ("nDCG@10", "recall@10", "recall@100", "MRR", "P@1")
    return {name: float(values[measure]) for name, measure in zip(names, measures, strict=True)}
