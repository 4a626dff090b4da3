"""See why: the figure moves by plain forms, and shows no more than may be shown."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popliteal.knowledge.load import load
from popliteal.web.seeing import JOINTS, moved, preset_degrees, see
from tests.web.conftest import CLOT_RISK, RUNNER, text_of

KB = load()
PRESETS = {key: preset_degrees(preset) for key, preset in KB.presets.items()}
STRETCH = next(iter(PRESETS.values()))
degrees = st.fixed_dictionaries({j.name: st.integers(j.low, j.high) for j in JOINTS})


@pytest.fixture
def done(walker):
    """Somebody at the result who said where the pain starts."""
    walker.walk(RUNNER | {"duration": "3_14d", "knee_angle_deg": 25, "knee_angle_other_deg": 15})
    return walker.client


def test_the_page_works_by_full_post(done):
    """A preset, a step and typed numbers, each a whole page."""
    page = done.get("/see-why/")
    bent = done.post("/see-why/", {"preset": "knee_bent"})
    nudged = done.post("/see-why/", {**STRETCH, "step": "knee+"})
    typed = done.post("/see-why/", {**STRETCH, "knee": 33})

    for answer, knee in ((page, 0), (bent, 20), (nudged, 5), (typed, 33)):
        assert answer.status_code == 200
        assert f"knee {knee}°" in answer.content.decode()
        assert "A model, not a scan of you." in text_of(answer)


def test_a_script_gets_the_parts_that_change(done):
    """Figure, words and map; not the page round them."""
    part = done.post("/see-why/", {**STRETCH, "knee": 20}, headers={"hx-request": "true"})
    html = part.content.decode()

    assert "<html" not in html
    assert html.count("<svg") >= 2
    assert 'id="seen-told"' in html
    assert 'id="seen-region"' in html


def test_a_slight_bend_relieves_muscle_and_nerve_and_says_how_far_the_models_differ(done):
    """The point of the page, in its words."""
    text = text_of(done.post("/see-why/", {"preset": "knee_bent"}))

    assert re.search(r"About \d+% less pull on the hamstrings \(\d+% to \d+% in the models\)", text)
    assert re.search(r"About \d+% less stretch on the nerve", text)
    assert re.search(r"slides about \d+ mm", text)


def test_lifting_the_head_has_a_direction_and_no_size(done):
    """No study gives one."""
    text = text_of(done.post("/see-why/", {"preset": "head_up"}))

    assert "No change for the hamstrings." in text
    assert "less on the nerve too" in text
    assert not re.search(r"\d+% (less|more)", text)


def test_the_own_limit_stands_in_degrees_and_words(done):
    """And on the map, with the point where the pain starts."""
    inside = text_of(done.post("/see-why/", {**STRETCH, "knee": 70, "neck": 0, "trunk": 0}))
    outside = text_of(done.post("/see-why/", STRETCH))

    assert re.search(r"keep the knee bent by at least \d+° \(bent by", outside)
    assert "This may bring your pain on." in outside
    assert "Expected to stay below your limit." in inside
    assert "Familiar pain starts: hip 90°, knee 25°" in outside


def test_who_skipped_the_angle_is_told_how_to_give_it(walker):
    """No limit is made up."""
    walker.walk(RUNNER | {"duration": "3_14d"})
    page = walker.client.get("/see-why/")

    assert "We do not know the angle" in text_of(page)
    assert "keep the knee bent" not in text_of(page)
    assert "/change/knee_angle_deg/" in page.content.decode()


def test_who_must_be_seen_today_is_not_shown_how_to_stretch(walker):
    """One thing to do, and no other."""
    walker.walk(CLOT_RISK)

    assert walker.client.get("/see-why/", follow=True).request["PATH_INFO"] == "/result/"
    assert "see-why" not in walker.client.get("/result/").content.decode()


@pytest.mark.parametrize("typed", ["", "200", "-999", "1.5", "x", "<i>", "9" * 60])
def test_what_is_no_angle_is_told_and_the_figure_stays(done, typed):
    """The words name the joint and the range."""
    page = done.post("/see-why/", {**STRETCH, "hip": typed})

    assert page.status_code == 422
    assert "Write a number from 0 to 100 for: Hip." in text_of(page)
    assert b"<i>" not in page.content
    assert page.content.count(b"<svg") >= 2


@settings(max_examples=15, deadline=None)
@given(degrees, st.none() | st.integers(0, 90))
def test_every_posture_that_can_be_set_can_be_shown(posture, angle):
    """Whatever the sliders say, for whatever limit, nothing raw is shown."""
    seen = see(posture, angle, KB)
    words = " ".join([*(row.text for row in seen.rows), *seen.notes, seen.limit])

    assert seen.figure.startswith("<svg")
    assert (seen.region is None) == (angle is None)
    assert not re.search(r"newton|strain|tension|damage|\dN\b", words)


@given(degrees, st.sampled_from([f"{j.name}{sign}" for j in JOINTS for sign in "+-"]) | st.text())
def test_a_step_moves_one_joint_and_never_out_of_its_range(posture, step):
    """Five degrees, or up to the end; an unknown step moves nothing."""
    after = moved(posture, step)

    assert sum(abs(after[name] - posture[name]) for name in posture) <= 5
    assert all(joint.low <= after[joint.name] <= joint.high for joint in JOINTS)


def test_the_style_sheet_holds_the_colours_of_the_figures():
    """Pages serve them as a file, since inline styles are forbidden."""
    from pathlib import Path

    import popliteal.web
    from popliteal.figure import stylesheet

    sheet = Path(popliteal.web.__file__).parent / "static/web/popliteal.css"

    assert stylesheet() in sheet.read_text(encoding="utf-8")
