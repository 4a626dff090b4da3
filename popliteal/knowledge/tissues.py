"""The only place that opens the tissue data: parameters with sources, tables with origin.

People edit ``tissues.yaml``. Programs read ``tissues/tissues.json``, made from it by
``python -m popliteal.knowledge.tissues`` (a test keeps the two equal), because reading YAML would
be half of the start-up time of a posture.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent
YAML = HOME / "tissues.yaml"
TABLES = HOME / "tissues"
COMPILED = TABLES / "tissues.json"
Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class MuscleFit:
    """One muscle in one reference model: the closed form and the passive curves.

    ``form`` is "hip_knee", "knee" or "knee_ankle"; lengths in metres, polynomials in radians.
    """

    form: str
    fibre_m: float
    tendon_m: float
    pennation_rad: float
    force_n: float
    passive_zero: float
    passive_one: float
    passive_low_slope: float
    passive_one_slope: float
    passive_curviness: float
    tendon_one: float
    knee_m: tuple[float, ...]
    origin_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
    knee_centre_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
    lever_m: tuple[float, float] = (0.0, 0.0)
    ankle_m: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference model: its muscles, its thigh length and the slack that brings it to people."""

    name: str
    thigh_m: float
    slack_shift_m: float
    muscles: Mapping[str, MuscleFit]


@dataclass(frozen=True, slots=True)
class NerveShape:
    """Where the nerve's sites and joints lie along its path, and how the cable is cut."""

    length_mm: float
    mesh_mm: float
    foramen_mm: float
    ankle_bed_mm: float
    site_width_mm: float
    spring_unit_mm: float
    residual_stiffness: float
    toe_share: float
    sites_mm: Mapping[str, float]
    joints_mm: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class NervePosterior:
    """Mean and covariance of the nerve's unknowns, some on a logarithmic scale."""

    law: str
    names: tuple[str, ...]
    logarithmic: tuple[bool, ...]
    mean: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Tissues:
    """Everything the mechanics reads. Frozen; shared by all who ask."""

    muscles: Mapping[str, str]
    names: Mapping[str, str]
    references: Mapping[str, Reference]
    ranges: Mapping[str, Mapping[str, Range]]
    person: Mapping[str, Any]
    limits: Mapping[str, Any]
    shown: Mapping[str, Any]
    nerve: NerveShape
    posterior: NervePosterior


@lru_cache(maxsize=1)
def load_tissues() -> Tissues:
    """Read and freeze the tissue data; the second call costs nothing.

    Examples
    --------
    >>> load_tissues().references["gait2392"].slack_shift_m
    0.005
    """
    data = _read_json(COMPILED)
    fits = _read_json(TABLES / "hamstrings.json")["references"]
    return Tissues(
        muscles={name: entry["group"] for name, entry in data["muscles"].items()},
        names={name: entry["name"] for name, entry in data["muscles"].items()},
        references={
            name: _reference(name, entry, fits[name]) for name, entry in data["references"].items()
        },
        ranges={tissue: _ranges(entry) for tissue, entry in data["ranges"].items()},
        person=_values(data["person"]),
        limits=_values(data["limits"]),
        shown=_values(data["shown"]),
        nerve=_nerve(data["nerve"]),
        posterior=_posterior(_read_json(TABLES / "nerve_posterior.json")),
    )


def nerve_table_path() -> Path:
    """Where the nerve's response table lies (read by popliteal.mechanics.nerve)."""
    return TABLES / "nerve_table.npz"


def compile_tissues() -> str:
    """The text of ``tissues/tissues.json``, from ``tissues.yaml``."""
    from popliteal.knowledge.yamlfile import read

    data = read(YAML).data
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _values(section: Mapping[str, Any]) -> dict[str, Any]:
    return {name: entry["value"] for name, entry in section.items()}


def _ranges(section: Mapping[str, Any]) -> dict[str, Range]:
    return {
        name: (float(value[0]), float(value[1]))
        for name, value in section.items()
        if name != "source"
    }


def _reference(name: str, entry: Mapping[str, Any], fits: Mapping[str, Any]) -> Reference:
    muscles = {muscle: MuscleFit(**_frozen(fit)) for muscle, fit in fits.items()}
    return Reference(name, entry["thigh_m"], entry["slack_shift_m"], muscles)


def _frozen(fit: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in fit.items()}


def _nerve(section: Mapping[str, Any]) -> NerveShape:
    numbers = _values({k: v for k, v in section.items() if k not in ("sites_mm", "joints")})
    joints = {name: (j["centre_mm"], j["width_mm"]) for name, j in section["joints"].items()}
    return NerveShape(**numbers, sites_mm=section["sites_mm"], joints_mm=joints)


def _posterior(data: Mapping[str, Any]) -> NervePosterior:
    return NervePosterior(
        law=data["law"],
        names=tuple(data["names"]),
        logarithmic=tuple(data["logarithmic"]),
        mean=tuple(data["mean"]),
        covariance=tuple(tuple(row) for row in data["covariance"]),
    )


if __name__ == "__main__":
    COMPILED.write_text(compile_tissues(), encoding="utf-8")
