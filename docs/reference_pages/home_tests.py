"""The home tests as a person is shown them, and the postures that one tap brings up."""

from collections.abc import Iterator

from docs.reference_pages.words import cited, page, table
from popliteal.knowledge.content import JointAngles, SelfTest
from popliteal.knowledge.load import Knowledge


def home_test_page(kb: Knowledge) -> str:
    """The page of all home tests and presets."""
    return page(
        "Home tests and postures",
        "What a person sees beside a question that asks them to try something. The answers stand "
        "with [the question](questions.md); when a test is left out stands in "
        "`hidden_tests.yaml`. The angles are those of a picture; nobody is asked to reach them.",
        *(_test(test, kb) for test in kb.self_tests.values()),
        _presets(kb),
    )


def _test(test: SelfTest, kb: Knowledge) -> str:
    question = kb.questions[test.id]
    kind = (question.self_test or "comparison").replace("_", " ")
    steps = "\n".join(f"{at}. {step}" for at, step in enumerate(test.steps, 1))
    ends = table(
        ["", "words", "hip", "knee", "toes", "head", "back"],
        [
            ["from", test.start_words, *_angles(test.start)],
            ["to", test.end_words, *_angles(test.end)],
        ],
    )
    about = f"Grade {test.grade}. Sources: {cited(test.sources)}"
    head = f"## {test.name}\n\nFor [`{test.id}`](questions.md#{test.id}), a {kind}."
    return "\n\n".join([head, steps, f"**{test.stop_if}**", ends, about])


def _angles(angles: JointAngles) -> Iterator[str]:
    for degrees in (
        angles.hip_flexion_deg,
        angles.knee_flexion_deg,
        angles.ankle_dorsiflexion_deg,
        angles.neck_flexion_deg,
        angles.trunk_flexion_deg,
    ):
        yield f"{degrees:g}°"


def _presets(kb: Knowledge) -> str:
    rows = [
        [f"`{p.id}`", p.name, p.words, *_angles(p.posture), cited(p.sources)]
        for p in kb.presets.values()
    ]
    head = ["id", "name", "words", "hip", "knee", "toes", "head", "back", "sources"]
    return "## Postures by one tap\n\nThe first is what the others are compared with.\n\n" + (
        table(head, rows)
    )
