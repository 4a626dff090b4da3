"""Outlines of a sampled field: closed loops where it changes sign."""

from __future__ import annotations

import numpy as np

from popliteal.figure.field import Array, Grid

# Which sides of a cell the outline enters and leaves by, with the inside on its left. The key
# adds 1, 2, 4, 8 for an inside corner at top left, top right, bottom right, bottom left.
_TURNS: dict[int, tuple[tuple[str, str], ...]] = {
    1: (("top", "left"),), 2: (("right", "top"),), 3: (("right", "left"),),
    4: (("bottom", "right"),), 5: (("top", "left"), ("bottom", "right")),
    6: (("bottom", "top"),), 7: (("bottom", "left"),), 8: (("left", "bottom"),),
    9: (("top", "bottom"),), 10: (("right", "top"), ("left", "bottom")),
    11: (("right", "bottom"),), 12: (("left", "right"),), 13: (("top", "right"),),
    14: (("left", "top"),),
}  # fmt: skip


def loops(grid: Grid, field: Array) -> list[Array]:
    """Closed outlines (n, 2) round the negative part of a field, longest first.

    Marching squares with linear interpolation; the first point is not repeated at the end.

    Examples
    --------
    >>> y, x = np.mgrid[0:9, 0:9] - 4.0
    >>> (circle,) = loops(Grid(-4, -4, 9, 9, 1), np.hypot(x, y) - 3)
    >>> bool(abs(np.hypot(*circle.T) - 3).max() < 0.1)
    True
    """
    follows = _links(field < 0)
    found = []
    while follows:
        first, side = follows.popitem()
        chain = [first]
        while side != first:
            chain.append(side)
            side = follows.pop(side)
        found.append(_places(grid, field, np.array(chain)))
    return sorted(found, key=len, reverse=True)


def _links(inside: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> dict[int, int]:
    """Which crossing follows which; a crossing is twice its grid index, plus 1 if upright."""
    columns = inside.shape[1]
    key = inside[:-1, :-1] + 2 * inside[:-1, 1:] + 4 * inside[1:, 1:] + 8 * inside[1:, :-1]
    rows, cells = np.nonzero((key > 0) & (key < 15))
    follows = {}
    for row, cell in zip(rows.tolist(), cells.tolist(), strict=True):
        corner = 2 * (row * columns + cell)
        sides = {
            "top": corner, "left": corner + 1,
            "bottom": corner + 2 * columns, "right": corner + 3,
        }  # fmt: skip
        for enter, leave in _TURNS[int(key[row, cell])]:
            follows[sides[enter]] = sides[leave]
    return follows


def _places(
    grid: Grid, field: Array, crossings: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> Array:
    upright = crossings % 2
    row, column = np.divmod(crossings // 2, grid.columns)
    here = field[row, column]
    there = field[row + upright, column + 1 - upright]
    share = here / (here - there)
    x = grid.left + grid.step * (column + share * (1 - upright))
    y = grid.top + grid.step * (row + share * upright)
    return np.stack([x, y], axis=1)
