# ruff: noqa: E402, PLR2004 - threads are limited before numpy comes in; bars stand by their measure.
"""How fast the mechanics is, beside OpenSim and MuJoCo: ``python -m bench.mechanics_speed``.

One core, six muscles, lengths and all moment arms, one run. The others are stripped to the same
leg and muscles, so that they carry nothing we do not. Where one is not installed, its row says so.
Give a Rajagopal2016 model file as argument, or install bioscout, whose wheel ships one.
"""

import os

# One core for everybody; must be set before numpy is imported.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import importlib.util
import json
import math
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from bench.mechanics_checks import Row
from bench.validate import SPEED, machine
from popliteal.mechanics.envelope import allows, limits
from popliteal.mechanics.hamstrings import empty_paths, sagittal_paths
from popliteal.mechanics.single import one_posture

MUSCLES = ("semimem", "semiten", "bflh", "bfsh", "gasmed", "gaslat")
COORDINATES = (
    "hip_flexion_r",
    "knee_angle_r",
    "ankle_angle_r",
    "hip_adduction_r",
    "hip_rotation_r",
)
# Which of these each muscle crosses: nobody is asked for an arm that is zero.
CROSSED = {
    "semimem": (0, 1, 3, 4),
    "semiten": (0, 1, 3, 4),
    "bflh": (0, 1, 3, 4),
    "bfsh": (1,),
    "gasmed": (1, 2),
    "gaslat": (1, 2),
}
GROUP = "Speed, one core, six muscles, lengths and all arms"
MILLION = 1_000_000


def fastest(call: Callable[[], object], runs: int = 9) -> float:
    """Seconds of the fastest of some runs, after one to warm up: other work only ever adds time."""
    call()
    times = []
    for _ in range(runs):
        start = perf_counter()
        call()
        times.append(perf_counter() - start)
    return min(times)


def random_angles(n: int) -> np.ndarray:
    """Hip, knee and ankle, (3, n), in radians, the same every time."""
    low, high = np.array([[-20], [0], [-40]]), np.array([[120], [120], [30]])
    return np.radians(np.random.default_rng(1).uniform(low, high, (3, n)))


def our_rate(dtype: type) -> float:
    """Postures a second of the vectorised path."""
    angles = random_angles(MILLION).astype(dtype)
    out = empty_paths(MILLION, dtype)
    return MILLION / fastest(lambda: sagittal_paths(*angles, "rajagopal2016", out))


def wall_rate(dtype: type) -> float:
    """Postures a second if only the four sines and cosines were computed."""
    hip, knee, _ = random_angles(MILLION).astype(dtype)
    room = np.empty_like(hip)

    def waves() -> None:
        for angle in (hip, knee):
            np.sin(angle, out=room)
            np.cos(angle, out=room)

    return MILLION / fastest(waves)


def scalar_seconds() -> float:
    """Seconds of one posture without numpy."""
    angles = random_angles(2000).T.tolist()
    return fastest(lambda: [one_posture(*one, "rajagopal2016") for one in angles]) / 2000


def envelope_seconds() -> float:
    """Seconds to make a person's limits and test a million postures."""
    hip, knee, ankle = np.degrees(random_angles(MILLION))
    return fastest(lambda: allows(hip, knee, ankle, limits(30)), runs=5)


def opensim_rate(path: Path) -> float:
    """Postures a second of OpenSim with only these six muscles."""
    import opensim

    opensim.Logger.setLevelString("error")
    model = opensim.Model(str(path))
    _strip_opensim(model)
    state = model.initSystem()
    coordinates = [model.getCoordinateSet().get(name) for name in COORDINATES]
    pairs = [
        (model.getMuscles().get(f"{name}_r"), [coordinates[i] for i in CROSSED[name]])
        for name in MUSCLES
    ]
    angles = random_angles(200).T.tolist()

    def run() -> None:
        for one in angles:
            for coordinate, value in zip(coordinates, one, strict=False):
                coordinate.setValue(state, value, False)
            model.realizePosition(state)
            for muscle, crossed in pairs:
                muscle.getLength(state)
                for coordinate in crossed:
                    muscle.computeMomentArm(state, coordinate)

    return len(angles) / fastest(run, runs=5)


def _strip_opensim(model: Any) -> None:
    forces = model.updForceSet()
    keep = {f"{name}_r" for name in MUSCLES}
    for i in reversed(range(forces.getSize())):
        if forces.get(i).getName() not in keep:
            forces.remove(i)
    # The kneecap's coupling moves none of the six muscles.
    constraints = model.updConstraintSet()
    for i in reversed(range(constraints.getSize())):
        constraints.remove(i)


def mujoco_rate() -> float:
    """Postures a second of MuJoCo: kinematics, centres and tendons, C calls only."""
    import mujoco

    model = _strip_mujoco().compile()
    data = mujoco.MjData(model)
    names = [mujoco.mj_id2name(model, mujoco.mjtObj.mjOBJ_JOINT, i) for i in range(model.njnt)]
    places = [model.jnt_qposadr[names.index(name)] for name in COORDINATES[:3]]
    angles = random_angles(5000).T

    def run() -> None:
        kinematics, centres, tendons = mujoco.mj_kinematics, mujoco.mj_comPos, mujoco.mj_tendon
        for one in angles:
            data.qpos[places] = one
            kinematics(model, data)
            centres(model, data)
            tendons(model, data)

    def only_set() -> None:
        for one in angles:
            data.qpos[places] = one

    return len(angles) / (fastest(run, runs=5) - fastest(only_set, runs=5))


def _strip_mujoco() -> Any:
    """The right leg of myo-sim with the six muscles' tendons and what they wrap on."""
    import myo_sim

    spec = myo_sim.load_spec("myolegs", inertia_floor=0.001)
    keep = {f"{name}_r_tendon" for name in MUSCLES}
    spec.delete(spec.body("femur_l"))
    wrapped = {
        wrap.target.name
        for tendon in spec.tendons
        if tendon.name in keep
        for wrap in (tendon.path[i] for i in range(len(tendon.path)))
    }
    for listed, kept in ((spec.actuators, set()), (spec.tendons, keep), (spec.geoms, wrapped)):
        for item in list(listed):
            if item.name not in kept:
                spec.delete(item)
    return spec


def find_opensim_model() -> Path | None:
    """The model file named on the command line, or the one in bioscout's wheel."""
    if len(sys.argv) > 1:
        return Path(sys.argv[1])
    found = importlib.util.find_spec("bioscout")
    if found is None or not found.submodule_search_locations:
        return None
    path = Path(found.submodule_search_locations[0]) / "models" / "Rajagopal2015.osim"
    return path if path.exists() else None


def measure() -> list[Row]:
    """Every speed row, side by side in this run."""
    double, single, wall = our_rate(np.float64), our_rate(np.float32), wall_rate(np.float64)
    rows = [
        _row("float64", "≥ 10 M postures/s", f"{double / 1e6:.1f} M postures/s", double >= 10e6),
        _row("float32", "none", f"{single / 1e6:.1f} M postures/s", None),
        _row(
            "float64, share of the speed of its four sines and cosines alone",
            "none",
            f"{double / wall:.0%} of {wall / 1e6:.1f} M postures/s",
            None,
        ),
    ]
    scalar, region = scalar_seconds(), envelope_seconds()
    rows.append(
        _row("one posture, scalar path", "≤ 20 µs", f"{1e6 * scalar:.1f} µs", scalar <= 20e-6)
    )
    rows.append(
        _row("pain-free region of 1,000,000 postures", "≤ 1 s", f"{region:.2f} s", region <= 1)
    )
    rows.append(_beside("MuJoCo, stripped, C calls", 100, double, _try(mujoco_rate)))
    path = find_opensim_model()
    rate = None if path is None else _try(lambda: opensim_rate(path))
    rows.append(_beside("OpenSim, stripped", 10_000, double, rate))
    return rows


def _try(call: Callable[[], float]) -> float | None:
    try:
        return call()
    except ImportError:
        return None


def _row(measure: str, bar: str, reached: str, met: object) -> Row:
    return Row(GROUP, measure, bar, reached, None if met is None else bool(met))


def _beside(name: str, times: int, ours: float, theirs: float | None) -> Row:
    bar = f"≥ {times:,} times"
    if theirs is None or not math.isfinite(theirs):
        return _row(f"times as fast as {name}", bar, "not installed here", None)
    ratio = ours / theirs
    reached = f"{ratio:,.0f} times ({theirs:,.0f} postures/s)"
    return _row(f"times as fast as {name}", bar, reached, ratio >= times)


def main() -> None:
    """Measure, print, and keep for the validation report."""
    rows = measure()
    for row in rows:
        print(f"{row.measure}: {row.reached} (bar {row.bar})")
    SPEED.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"machine": machine(), "rows": [asdict(row) for row in rows]}, indent=1)
    SPEED.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
