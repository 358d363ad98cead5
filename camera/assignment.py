"""The cheapest pairing of two small groups."""

import math
from collections.abc import Sequence


def assign(costs: Sequence[Sequence[float]], limit: float) -> list[tuple[int, int]]:
    """Pairs (row, column) with the least total cost; leaving a row alone costs `limit`, so no pair costs more.

    The exact optimum, by shortest augmenting paths (the Hungarian method). Cubic in the rows, which here are faces.
    """
    rows = len(costs)
    columns = len(costs[0]) if rows else 0
    # One private column per row stands for "alone".
    alone = [[limit if k == i else math.inf for k in range(rows)] for i in range(rows)]
    pairing = _Pairing([[*row, *private] for row, private in zip(costs, alone, strict=True)])
    for row in range(rows):
        pairing.place(row)
    return sorted((row, k) for k, row in enumerate(pairing.owner[:columns]) if row is not None)


class _Pairing:
    """Rows are placed one after the other; a newcomer may push earlier rows to other columns.

    The prices keep every reduced cost (cost minus both prices) at or above 0, and at 0 for the pairs made so far.
    """

    def __init__(self, costs: list[list[float]]) -> None:
        self._costs = costs
        size = len(costs[0]) if costs else 0
        self.owner: list[int | None] = [None] * size
        self._row_price = [0.0] * len(costs)
        self._column_price = [0.0] * size

    def place(self, newcomer: int) -> None:
        size = len(self.owner)
        distance, came_from = [math.inf] * size, [newcomer] * size
        passed: list[int] = []
        row, reached = newcomer, 0.0
        while True:
            for k in set(range(size)).difference(passed):
                through = reached + self._costs[row][k] - self._row_price[row] - self._column_price[k]
                if through < distance[k]:
                    distance[k], came_from[k] = through, row
            column = min(set(range(size)).difference(passed), key=lambda k: (distance[k], k))
            reached, holder = distance[column], self.owner[column]
            if holder is None:
                break
            passed.append(column)
            row = holder
        self._reprice(newcomer, {k: reached - distance[k] for k in passed}, reached)
        self._push_along(newcomer, column, came_from)

    def _reprice(self, newcomer: int, slack: dict[int, float], reached: float) -> None:
        self._row_price[newcomer] += reached
        for k, amount in slack.items():
            holder = self.owner[k]
            if holder is not None:
                self._row_price[holder] += amount
            self._column_price[k] -= amount

    def _push_along(self, newcomer: int, column: int, came_from: list[int]) -> None:
        """Every row on the way moves on to the column that was reached from it."""
        row = came_from[column]
        while row != newcomer:
            before = self.owner.index(row)
            self.owner[column], column = row, before
            row = came_from[column]
        self.owner[column] = newcomer
