"""One outline round many overlapping shapes: signed distances, joined smoothly, traced once.

Shapes that merely overlap show a crease where they cross. Their signed distances, blended by a
polynomial smooth minimum, do not, whatever the angle between them: there is one field and
therefore one outline, without seam or gap.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

FAR = 1e3
_BLOCK = 256


@dataclass(frozen=True, slots=True)
class Shape:
    """A closed polygon (m, 2) and how softly it melts into what is already there. [unit].

    ``distance`` gives the signed distance of points (n, 2) where it is known beforehand.
    """

    points: Array
    softness: float
    distance: Callable[[Array], Array] | None = None


@dataclass(frozen=True, slots=True)
class Relief:
    """Signed distances of one stiff part, sampled once in its own axes: (rows, columns)."""

    left: float
    top: float
    step: float
    values: Array

    def read(self, points: Array) -> Array:
        """Signed distance of points (n, 2), between the samples by straight lines.

        Beyond the raster the way to its edge is added: there only the rough size matters.
        """
        rows, columns = self.values.shape
        x = (points[:, 0] - self.left) / self.step
        y = (points[:, 1] - self.top) / self.step
        inside_x, inside_y = np.clip(x, 0, columns - 1.001), np.clip(y, 0, rows - 1.001)
        column, row = inside_x.astype(np.intp), inside_y.astype(np.intp)
        across, down = inside_x - column, inside_y - row
        at, flat = row * columns + column, self.values.ravel()
        upper = flat[at] + across * (flat[at + 1] - flat[at])
        lower = flat[at + columns] + across * (flat[at + columns + 1] - flat[at + columns])
        beyond = np.hypot(x - inside_x, y - inside_y) * self.step
        return np.asarray(upper + down * (lower - upper) + beyond)


def carve(polygon: Array, step: float, margin: float) -> Relief:
    """Sample the signed distance from a polygon once, for a part that will be moved about.

    Examples
    --------
    >>> square = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]])
    >>> carve(square, 0.5, 2).read(np.array([[1.0, 1.0], [3.0, 1.0]])).round(6).tolist()
    [-1.0, 1.0]
    """
    grid = cover([Shape(polygon, 0)], step, margin)
    x = np.arange(grid.columns, dtype=np.float64) * step + grid.left
    y = np.arange(grid.rows, dtype=np.float64) * step + grid.top
    return Relief(grid.left, grid.top, step, sample(x, y, polygon))


@dataclass(frozen=True, slots=True)
class Grid:
    """A regular raster of sampling points: left, top, columns, rows, spacing."""

    left: float
    top: float
    columns: int
    rows: int
    step: float


def cover(shapes: list[Shape], step: float, margin: float) -> Grid:
    """Give the raster that holds all shapes with a margin."""
    points = np.concatenate([shape.points for shape in shapes])
    low = np.floor((points.min(axis=0) - margin) / step) * step
    size = np.ceil((points.max(axis=0) + margin - low) / step).astype(int) + 1
    return Grid(float(low[0]), float(low[1]), int(size[0]), int(size[1]), step)


def signed_distance(points: Array, polygon: Array) -> Array:
    """Distance of points (n, 2) from a closed polygon (m, 2), negative inside.

    Examples
    --------
    >>> square = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]])
    >>> signed_distance(np.array([[1.0, 1.0], [3.0, 1.0]]), square)
    array([-1.,  1.])
    """
    # In blocks, the arrays of points times edges stay in the processor's cache.
    blocks = [points[at : at + _BLOCK] for at in range(0, len(points), _BLOCK)]
    return np.concatenate([_signed_distance(block, polygon) for block in blocks])


def _signed_distance(points: Array, polygon: Array) -> Array:
    start, end = polygon, np.roll(polygon, -1, axis=0)
    edge = end - start
    x = points[:, :1] - start[:, 0]
    y = points[:, 1:] - start[:, 1]
    along = np.clip((x * edge[:, 0] + y * edge[:, 1]) / (edge**2).sum(axis=1), 0, 1)
    squared = (x - along * edge[:, 0]) ** 2 + (y - along * edge[:, 1]) ** 2
    crosses = (y >= 0) != (points[:, 1:] - end[:, 1] >= 0)
    left = (edge[:, 0] * y - edge[:, 1] * x > 0) == (edge[:, 1] > 0)
    inside = (crosses & left).sum(axis=1) % 2 == 1
    distance = np.sqrt(squared.min(axis=1))
    return np.asarray(np.where(inside, -distance, distance))


def melt(first: Array, second: Array, softness: float) -> Array:
    """Smooth minimum of two distances; equal to the smaller one away from where they meet."""
    if softness <= 0:
        return np.minimum(first, second)
    near = np.clip(softness - np.abs(first - second), 0, None) / softness
    return np.asarray(np.minimum(first, second) - near**2 * softness / 4, dtype=float)


def blend(grid: Grid, shapes: list[Shape]) -> Array:
    """Sample the joined field (rows, columns); each shape is only computed near itself."""
    field = np.full((grid.rows, grid.columns), FAR)
    for shape in shapes:
        rows, columns = _window(grid, shape)
        x = grid.left + grid.step * np.arange(columns.start, columns.stop)
        y = grid.top + grid.step * np.arange(rows.start, rows.stop)
        own = _distances(x, y, shape)
        field[rows, columns] = melt(field[rows, columns], own, shape.softness)
    return field


def _distances(x: Array, y: Array, shape: Shape) -> Array:
    if shape.distance is None:
        return sample(x, y, shape.points)
    return shape.distance(_lattice(x, y)).reshape(len(y), len(x))


def sample(x: Array, y: Array, polygon: Array) -> Array:
    """Signed distances (rows, columns) on evenly spaced x and y, exact near the outline.

    Further away they are read between coarser samples: there only their rough size matters.
    """
    wide, high = x[::_COARSE], y[::_COARSE]
    wide, high = np.append(wide, x[-1]), np.append(high, y[-1])
    nodes = signed_distance(_lattice(wide, high), polygon).reshape(len(high), len(wide))
    across = np.array([np.interp(x, wide, row) for row in nodes])
    rough = np.array([np.interp(y, high, column) for column in across.T]).T
    near = np.abs(rough) < _NEAR * (x[1] - x[0])
    rough[near] = signed_distance(_lattice(x, y)[near.ravel()], polygon)
    return rough


_COARSE = 3
_NEAR = 3.5


def _lattice(x: Array, y: Array) -> Array:
    return np.stack([np.tile(x, len(y)), np.repeat(y, len(x))], axis=1)


def _window(grid: Grid, shape: Shape) -> tuple[slice, slice]:
    reach = shape.softness + 3 * grid.step
    low = shape.points.min(axis=0) - reach - (grid.left, grid.top)
    high = shape.points.max(axis=0) + reach - (grid.left, grid.top)
    first = np.maximum(np.floor(low / grid.step).astype(int), 0)
    last = np.minimum(np.ceil(high / grid.step).astype(int) + 1, (grid.columns, grid.rows))
    return slice(int(first[1]), int(last[1])), slice(int(first[0]), int(last[0]))
