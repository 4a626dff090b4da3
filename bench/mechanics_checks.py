# ruff: noqa: PLR2004 - each bar stands beside the measure that it is for.
"""The measures of the mechanics, each with its bar and what is reached (used by bench.validate)."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import popliteal as pp
from bench.fit_nerve import DATA as FIT_DATA
from bench.fit_paths import read_grid
from popliteal.knowledge.tissues import load_tissues
from popliteal.mechanics.cable import PARAMETERS, build_mesh, solve_cable
from popliteal.mechanics.envelope import limits
from popliteal.mechanics.hamstrings import ARMS, MUSCLES, TWO_JOINT, paths
from popliteal.mechanics.nerve import SITES, best_parameters, relative_change
from popliteal.mechanics.stretches import GLIDES, plan_glide
from popliteal.mechanics.tissue import stretch_muscle

DATA = Path(__file__).parents[1] / "tests" / "mechanics" / "data"
REFERENCES = ("rajagopal2016", "laiuhlrich2023", "gait2392")
ANGLES = ("hip", "knee", "ankle", "adduction", "rotation")
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: what, the bar, what is reached, and whether that meets it (None: no bar)."""

    group: str
    measure: str
    bar: str
    reached: str
    met: bool | None
    source: str = ""


def check_all() -> list[Row]:
    """Every row, in the order of the report."""
    return [
        *check_paths("opensim_grid.csv.gz", "grid"),
        *check_paths("opensim_random.csv.gz", "random postures, five angles, unseen"),
        *check_tension(),
        *check_numerics(),
        *check_fit(),
        *check_people(),
        *check_signs(),
        *check_statements(),
    ]


def _differences(name: str) -> dict[tuple[str, str], Array]:
    """Model minus OpenSim per reference and muscle: length, then each of ARMS, in millimetres."""
    found = defaultdict(list)
    for row in read_grid(DATA / name):
        angles = [np.radians([float(row.get(angle, 0))]) for angle in ANGLES]
        path = paths(*angles[:3], row["reference"], adduction=angles[3], rotation=angles[4])
        i = MUSCLES.index(row["muscle"])
        off = [path.length[i, 0] - float(row["length_m"])]
        off += [getattr(path, arm)[i, 0] - float(row[f"{arm}_arm_m"]) for arm in ARMS]
        found[row["reference"], row["muscle"]].append([1e3 * x for x in off])
    return {key: np.array(rows) for key, rows in found.items()}


def check_paths(name: str, where: str) -> Iterator[Row]:
    """Lengths, knee and hip arms against OpenSim, per muscle and reference."""
    for (reference, muscle), off in _differences(name).items():
        rms, worst = np.sqrt((off**2).mean(axis=0)), float(np.abs(off[:, 0]).max())
        calf = load_tissues().muscles[muscle] == "calf"
        bar = 0.15 if calf else 0.1
        yield Row(
            "Length against OpenSim",
            f"{muscle}, {reference}, {where}",
            f"≤ {bar} mm rms, ≤ 0.6 mm worst",
            f"{rms[0]:.3f} mm rms, {worst:.3f} mm worst (n = {len(off)})",
            bool(rms[0] <= bar and worst <= 0.6),
        )
        arms = f"knee {rms[1]:.3f}, hip {rms[2]:.3f} mm rms"
        if calf:
            arms = f"knee {rms[1]:.3f}, ankle {rms[5]:.3f} mm rms (OpenSim contradicts itself here)"
        met = None if calf else bool(max(rms[1], rms[2]) <= 0.6)
        bar_text = "none" if calf else "≤ 0.6 mm rms"
        group = "Moment arms against OpenSim"
        yield Row(group, f"{muscle}, {reference}, {where}", bar_text, arms, met)


def check_tension() -> Iterator[Row]:
    """Tension from our own length against the reference model's own equilibrium, stretch zone."""
    groups = defaultdict(list)
    for row in read_grid(DATA / "opensim_grid.csv.gz"):
        hip, knee = float(row["hip"]), float(row["knee"])
        if row["muscle"] in TWO_JOINT and 60 <= hip <= 100 and knee <= 40:
            groups[row["reference"], row["muscle"]].append(row)
    for (reference, muscle), rows in groups.items():
        hip, knee = (np.radians([float(r[n]) for r in rows]) for n in ("hip", "knee"))
        none = np.zeros_like(hip)
        path = paths(hip, knee, none, reference, adduction=none, rotation=none)
        length = path.length[MUSCLES.index(muscle)]
        ours = stretch_muscle(length, muscle, reference, 0.0).tension_n
        theirs = np.array([float(r["passive_n"]) for r in rows])
        rms = float(np.sqrt(np.mean((ours - theirs) ** 2) / np.mean(theirs**2)))
        yield Row(
            "Passive tension against the reference's own equilibrium",
            f"{muscle}, {reference}, hip 60–100, knee 0–40",
            "≤ 1 % rms",
            f"{rms:.2%} rms (n = {len(rows)})",
            rms <= 0.01,
        )


def check_numerics() -> Iterator[Row]:
    """Derivatives, loop and batch, and the two ways to solve the cable."""
    group, rng = "Two roads to one number", np.random.default_rng(1)
    angles = np.radians(rng.uniform([-20, 0, -40, -30, -30], [120, 120, 30, 20, 30], (300, 5))).T
    worst = max(_derivative_error(angles, name) for name in REFERENCES)
    yield Row(
        group, "moment arms against finite differences", "1e-9 m", f"{worst:.1e} m", worst <= 1e-9
    )
    worst = max(_loop_error(angles, name) for name in REFERENCES)
    yield Row(group, "vectorised against a slow loop", "1e-9 m", f"{worst:.1e} m", worst <= 1e-9)
    postures = rng.uniform([0, 0, -40, -40, -20], [100, 90, 25, 60, 60], (30, 5))
    worst = max(_dense_error(posture) for posture in postures)
    yield Row(group, "cable: Newton against one dense solve", "1e-9", f"{worst:.1e}", worst <= 1e-9)


def _derivative_error(angles: Array, reference: str) -> float:
    step, signs = 1e-3, {"hip": 1, "knee": -1, "ankle": 1, "adduction": -1, "rotation": -1}
    here = paths(*angles[:3], reference, adduction=angles[3], rotation=angles[4])
    worst = 0.0
    for j, name in enumerate(ANGLES):
        at = []
        for n in (-2, -1, 1, 2):
            moved = angles.copy()
            moved[j] += n * step
            at.append(paths(*moved[:3], reference, adduction=moved[3], rotation=moved[4]).length)
        slope = (at[0] - 8 * at[1] + 8 * at[2] - at[3]) / (12 * step)
        worst = max(worst, float(np.abs(getattr(here, name) - signs[name] * slope).max()))
    return worst


def _turn(axis: int, angle: float) -> Array:
    c, s = math.cos(angle), math.sin(angle)
    i, j = [(1, 2), (2, 0), (0, 1)][axis]
    turn = np.eye(3)
    turn[i, i] = turn[j, j] = c
    turn[i, j], turn[j, i] = -s, s
    return turn


def slow_length(muscle: str, reference: str, angles: Array) -> float:
    """The closed form for one posture, written with rotation matrices."""
    fit = load_tissues().references[reference].muscles[muscle]
    h, k, a, x, y = (float(angle) for angle in angles)
    length = sum(c * k**i for i, c in enumerate(fit.knee_m))
    length += sum(c * a**i for i, c in enumerate(fit.ankle_m))
    if fit.form != "hip_knee":
        return length
    lever = np.array(fit.knee_centre_m) + _turn(2, -k) @ np.array([*fit.lever_m, 0.0])
    point = _turn(2, h) @ _turn(0, x) @ _turn(1, y) @ lever
    return length + float(np.linalg.norm(point - np.array(fit.origin_m)))


def _loop_error(angles: Array, reference: str) -> float:
    fast = paths(*angles[:3], reference, adduction=angles[3], rotation=angles[4]).length
    slow = [[slow_length(m, reference, one) for one in angles.T] for m in MUSCLES]
    return float(np.abs(fast - np.array(slow)).max())


def _dense_error(posture: Array) -> float:
    strain, slide = dense_linear(best_parameters(), posture)
    found = solve_cable(best_parameters(), posture, "linear")
    return float(max(np.abs(found.strain - strain).max(), np.abs(found.slide_mm - slide).max()))


def dense_linear(parameters: Array, angles: Array) -> tuple[Array, Array]:
    """The linear cable assembled as one full matrix and solved at once: a second road."""
    value, mesh = dict(zip(PARAMETERS, parameters, strict=True)), build_mesh()
    n, h = len(mesh.nodes_mm), mesh.step_mm
    joint = [
        value["hip_mm_per_deg"] * angles[0],
        -value["knee_mm_per_deg"] * angles[1],
        value["ankle_mm_per_deg"] * angles[2],
        value["trunk_mm_per_deg"] * angles[4],
    ]
    taken = mesh.shares @ joint
    left, right = np.zeros((n, n)), np.zeros(n)
    for i in range(n - 1):
        left[i, i] += 1 / h
        left[i + 1, i + 1] += 1 / h
        left[i, i + 1] -= 1 / h
        left[i + 1, i] -= 1 / h
        right[i] += taken[i]
        right[i + 1] -= taken[i]
    s = mesh.nodes_mm
    grip = np.where(s > 1172, value["foot_mm"] ** -2, np.where(s >= 180, value["limb_mm"] ** -2, 0))
    left += np.diag(h * grip)
    left[36, 36] += value["foramen_spring"] / 500
    left[0, 0] += value["conus_spring"] / 500
    right[0] -= value["conus_spring"] / 500 * value["conus_mm_per_deg"] * (angles[3] + angles[4])
    left[-1], right[-1] = np.eye(n)[-1], 0
    slide = np.linalg.solve(left, right)
    strain = np.diff(slide) / h + taken
    return mesh.strain_weights.T @ strain, mesh.slide_weights.T @ slide


def check_fit() -> Iterator[Row]:
    """Calibration and leave-one-study-out of both laws, every study listed."""
    fits, group = json.loads((FIT_DATA / "nerve_fit.json").read_text()), "Nerve: fit"
    for law, fit in fits.items():
        shipped = " (shipped)" if law == load_tissues().posterior.law else ""
        rows = (
            ("rms z of the calibration", "≤ 0.8", fit["rms_z"], 0.8),
            (
                "leave one study out, rms z, without the trunk study",
                "≤ 1.1",
                fit["left_out_rms_z_without_trunk_study"],
                1.1,
            ),
            ("leave one study out, rms z, all studies", "none", fit["left_out_rms_z"], None),
            (
                "the same, the model's own uncertainty counted in",
                "none",
                fit["left_out_rms_z_with_model_uncertainty"],
                None,
            ),
        )
        for measure, bar, value, limit in rows:
            met = None if limit is None else bool(value <= limit)
            yield Row(group, f"{law} law{shipped}: {measure}", bar, f"{value:.2f}", met)
        yield from _each_study(law, fit)
    yield _tie(fits)


def _tie(fits: dict) -> Row:
    """Whether fifteen numbers can tell the laws apart: mean difference of squared z by study."""
    squares = {law: _squares_by_study(fit) for law, fit in fits.items()}
    less = np.array([squares["toe"][study] - squares["linear"][study] for study in squares["toe"]])
    error = float(less.std(ddof=1) / np.sqrt(len(less)))
    tie = abs(less.mean()) < 2 * error
    reached = f"{less.mean():+.2f} ± {error:.2f} (mean ± standard error over {len(less)} studies)"
    reached += ": a tie" if tie else ": the linear law is better"
    measure = "squared z of a study left out: toe law minus linear law"
    return Row("Nerve: fit", measure, "ship the better, the toe law on a tie", reached, bool(tie))


def _squares_by_study(fit: dict) -> dict[str, float]:
    observed = defaultdict(list)
    for study in fit["studies"]:
        observed[study["study"]].append((study["observed"], study["sd"]))
    return {
        name: float(
            np.mean(
                [((p - o) / sd) ** 2 for p, (o, sd) in zip(values, observed[name], strict=True)]
            )
        )
        for name, values in fit["left_out"].items()
    }


def _each_study(law: str, fit: dict) -> Iterator[Row]:
    left_out = [value for values in fit["left_out"].values() for value in values]
    for study, without in zip(fit["studies"], left_out, strict=True):
        z = (study["fitted"] - study["observed"]) / study["sd"]
        z_out = (without - study["observed"]) / study["sd"]
        reached = (
            f"observed {study['observed']:.2f}, fitted {study['fitted']:.2f} (z {z:+.1f}),"
            f" predicted without it {without:.2f} (z {z_out:+.1f})"
        )
        yield Row(
            f"Nerve: every number, {law} law", study["item"], "none", reached, None, study["study"]
        )


def check_people() -> Iterator[Row]:
    """Measurements on people that were not used to fit the muscles."""
    yield from _torque_fall()
    yield _sex_ratio()
    yield from _ridehalgh()
    yield from _andrade()
    yield _ankle_and_neck()
    yield from _further_people()


def _torque_fall() -> Iterator[Row]:
    published = {10: -0.297, 20: -0.505, 30: -0.652}
    for bend, value in published.items():
        falls = []
        for name in REFERENCES:
            for hip in (70, 80, 90):
                load = pp.loads(hip, [0, bend], reference=name)
                tension = sum(load.muscle[m].tension_n for m in TWO_JOINT)
                falls.append(float(tension[1] / tension[0] - 1))
        low, high = min(falls), max(falls)
        yield Row(
            "People: hamstrings",
            f"fall of passive tension with {bend}° of knee bend, hip 70–90",
            f"{value:.0%} inside the models' span",
            f"{high:.0%} to {low:.0%}, mean {np.mean(falls):.0%}",
            bool(low <= value <= high),
            "riener1999, two-joint term of the passive knee moment",
        )


def _sex_ratio() -> Row:
    ratios = []
    for name in REFERENCES:
        load = pp.loads([75, 82.5, 90], [10, 10, 10], reference=name)
        arms = [load.muscle[m] for m in TWO_JOINT]
        hip, knee = sum(a.hip_arm_m for a in arms), sum(a.knee_arm_m for a in arms)
        ratios.extend((hip / knee).tolist())
    low, high = min(ratios), max(ratios)
    return Row(
        "People: hamstrings",
        "degrees of knee worth one degree of hip, hip 75–90 (women minus men: 11° knee, 8° hip)",
        "1.38 inside the models' span",
        f"{low:.2f} to {high:.2f}",
        bool(low <= 11 / 8 <= high),
        "youdas2005",
    )


def _cable(*postures: tuple[float, ...]) -> tuple[Array, Array, Array]:
    found = solve_cable(best_parameters(), np.array(postures, float))
    return found.strain, found.slide_mm, found.tension_n


def _ridehalgh() -> Iterator[Row]:
    i = SITES.index("mid_thigh")
    _, slide, _ = _cable((30, 90, 0, 0, 0), (30, 0, 0, 0, 0), (60, 90, 0, 0, 0), (60, 0, 0, 0, 0))
    at_30, at_60 = slide[1, i] - slide[0, i], slide[3, i] - slide[2, i]
    group, source = "People: nerve", "ridehalgh2014 (used in the fit)"
    rows = (
        ("mid-thigh slide, knee 90 to 0, hip 30", (6.4, 14.7), at_30, "mm (mean 9.92)"),
        ("mid-thigh slide, knee 90 to 0, hip 60", (5.1, 20.2), at_60, "mm (mean 12.4)"),
    )
    for measure, (low, high), value, unit in rows:
        bar = f"{low} to {high} {unit}"
        yield Row(group, measure, bar, f"{value:.2f} mm", bool(low <= value <= high), source)
    ratio = at_60 / at_30
    measure = "its ratio, hip 60 to hip 30"
    yield Row(
        group, measure, "1.25 ± 0.15 (our band)", f"{ratio:.2f}", bool(1.1 <= ratio <= 1.4), source
    )


def _andrade() -> Iterator[Row]:
    i = SITES.index("mid_thigh")
    postures = [(0, 0, 0, 0, 0), (0, 0, 20, 0, 0), (0, 90, 0, 0, 0), (0, 90, 20, 0, 0)]
    _, _, tension = _cable(*postures)
    straight, bent = tension[1, i] - tension[0, i], tension[3, i] - tension[2, i]
    group, source = "People: nerve", "andrade2016 (not used in the fit)"
    measure = "toes up 20° stiffens the thigh nerve, knee straight"
    yield Row(group, measure, "more tension", f"{straight:+.2f} N", bool(straight > 0), source)
    measure = "and not with the knee at 90°"
    bar, reached = "next to nothing", f"{bent:+.3f} N ({bent / straight:.1%} of that)"
    yield Row(group, measure, bar, reached, bool(bent < 0.05 * straight), source)


def _ankle_and_neck() -> Row:
    here = pp.loads(80, 10, [-40, 0, 25], [-40, 0, 60])
    names = ("length_m", "tension_n", "fibre_strain")
    hamstrings = [m for m in MUSCLES if load_tissues().muscles[m] == "hamstrings"]
    worst = max(float(np.ptp(getattr(here.muscle[m], n))) for m in hamstrings for n in names)
    measure = "ankle and neck on any hamstring"
    source = "boyd2009, bueno2019: dorsiflexion strains the nerve, not biceps femoris"
    return Row("People: hamstrings", measure, "exactly 0", f"{worst:g}", worst == 0, source)


def _further_people() -> Iterator[Row]:
    i = SITES.index("popliteal")
    _, slide, _ = _cable((0, 0, 0, 0, 0), (0, 0, 20, 0, 0), (80, 0, 0, 0, 0), (80, 0, 20, 0, 0))
    ratio = float((slide[1, i] - slide[0, i]) / (slide[3, i] - slide[2, i]))
    yield Row(
        "People: nerve",
        "slide behind the knee with toes up: hip neutral against hip flexed",
        "about 3 times",
        f"{ratio:.2f} times",
        bool(ratio >= 2),
        "boyd2012 (the ratio was not used in the fit)",
    )
    root = SITES.index("root")
    _, slide, _ = _cable(
        (0, 0, 0, 0, 0), (20, 0, 0, 0, 0), (0, 0, 20, 0, 0), (60, 0, 20, 0, 0), (60, 0, 0, 0, 0)
    )
    yield Row(
        "People: nerve",
        "root hardly slides before 20–30° of leg raise",
        "under 0.5 mm at 20°",
        f"{slide[1, root]:.2f} mm",
        bool(slide[1, root] < 0.5),
        "goddard1965",
    )
    first, plain = slide[3, root] - slide[2, root], slide[4, root] - slide[0, root]
    yield Row(
        "People: nerve",
        "with the toes up first, a leg raise moves the roots less",
        "less",
        f"{first:.2f} mm against {plain:.2f} mm",
        bool(first < plain),
        "gilbert2007",
    )
    growth = []
    for name in REFERENCES:
        tension = pp.loads(80, [0, 10], reference=name).muscle["biceps_femoris_long"].tension_n
        growth.append(float(np.log(tension[0] / tension[1]) / 10))
    yield Row(
        "People: hamstrings",
        "growth of biceps femoris stiffness per degree of straightening (tension in the model)",
        "0.0123 ± 0.0069 distal, 0.008 ± 0.0048 proximal",
        f"{min(growth):.4f} to {max(growth):.4f}, mean {np.mean(growth):.4f}",
        bool(np.mean(growth) <= 0.0123 + 0.0069),
        "bflh_regional_swe",
    )


def check_signs() -> Iterator[Row]:
    """Directions that were published without a usable number."""
    group, at = "Nerve: direction of every published finding", {n: i for i, n in enumerate(SITES)}
    strain, slide, _ = _cable(
        (0, 0, 0, 0, 0),  # 0
        (0, 0, 20, 0, 0),  # 1 toes up
        (60, 0, 0, 0, 0),  # 2 leg raised
        (60, 0, 20, 0, 0),  # 3 leg raised, toes up
        (0, 60, 20, 0, 0),  # 4 knee bent, toes up
        (60, 30, 0, 0, 0),  # 5
        (60, 0, 0, 30, 0),  # 6 neck
    )
    ankle, knee, thigh, root = at["ankle"], at["popliteal"], at["mid_thigh"], at["root"]
    loss = _first_hip_loss()
    finds = (
        ("toes up pull the tibial nerve to the foot", slide[1, knee] > 0, "boyd2012"),
        ("leg raise pulls the end of the cord to the foot", slide[2, at["conus"]] > 0, "rade2015"),
        (
            "leg raise pulls the nerve behind the knee to the hip",
            slide[2, knee] < 0,
            "coppieters2006",
        ),
        (
            "toes up strain the thigh nerve with the leg down",
            strain[1, thigh] > strain[0, thigh],
            "bueno2019",
        ),
        (
            "toes up strain the thigh nerve with the leg raised",
            strain[3, thigh] > strain[2, thigh],
            "bueno2019",
        ),
        (
            "toes up strain the ankle nerve more with the leg raised",
            strain[3, ankle] > strain[1, ankle],
            "alshami2008",
        ),
        ("and less with the knee bent", strain[4, ankle] < strain[1, ankle], "alshami2008"),
        ("toes up cost leg raise at equal strain behind the knee", loss < 0, "boyd2009"),
        ("leg raise strains the roots", strain[2, root] > 0, "smith1993"),
        (
            "the roots slide less than the thigh nerve",
            abs(slide[2, root]) < abs(slide[2, thigh]),
            "goddard1965",
        ),
        (
            "bending the knee eases the nerve behind it",
            strain[5, knee] < strain[2, knee],
            "johnson1997",
        ),
        (
            "bending the neck strains the nerve behind the knee",
            strain[6, knee] > strain[2, knee],
            "johnson1997",
        ),
    )
    for measure, right, source in finds:
        yield Row(group, measure, "this direction", "yes" if right else "no", bool(right), source)


def check_statements() -> Iterator[Row]:
    """What the nerve model says, without a bar: nobody has measured it."""
    group, straight = "What the nerve model says", np.array([80.0, 0, 0, 0, 0])
    for site, bends in (("popliteal", (10, 20, 30)), ("mid_thigh", (20, 30))):
        for bend in bends:
            change = relative_change(straight, straight + np.array([0.0, bend, 0, 0, 0]), site)
            if change is not None:
                reached = f"{change.middle:.0%} ({change.low:.0%} to {change.high:.0%})"
                measure = f"{bend}° of knee bend at hip 80, strain over standing, {site}"
                yield Row(group, measure, "none", reached, None)
    strain, _, _ = _cable((70, 20, 0, 0, 0), (80, 20, 0, 0, 0), (80, 30, 0, 0, 0))
    i = SITES.index("popliteal")
    worth = 10 * (strain[1, i] - strain[0, i]) / (strain[1, i] - strain[2, i])
    yield Row(group, "10° more hip is worth this much knee bend", "none", f"{worth:.1f}°", None)
    for name in GLIDES:
        glide = plan_glide(name, limits(None))
        if glide is not None:
            reached = f"{glide.slide_mm:.1f} mm, strain {100 * glide.strain_change:+.1f} points"
            yield Row(group, f"{name}: slide behind the knee", "none", reached, None)


def _first_hip_loss() -> float:
    strain, _, _ = _cable((55, 0, -20, 0, 0), (55, 0, 10, 0, 0), (50, 0, -20, 0, 0))
    i = SITES.index("popliteal")
    return float(-(strain[1, i] - strain[0, i]) / ((strain[0, i] - strain[2, i]) / 5))
