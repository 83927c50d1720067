const REFINEMENT_STEPS = 60;

/**
 * The least value of a smooth function, sought from a grid: every dip of the grid is searched further between its
 * neighbours by golden section. Finds every minimum that the grid is dense enough to show as a dip.
 *
 * @param grid - rising
 */
export function leastOnGrid(valueAt: (x: number) => number, grid: readonly number[]): { at: number; value: number } {
  const values = grid.map(valueAt);
  const ratio = (Math.sqrt(5) - 1) / 2;
  let best = { at: grid[0]!, value: values[0]! };
  const consider = (at: number, value: number): void => {
    if (value < best.value) best = { at, value };
  };
  values.forEach((value, i) => {
    consider(grid[i]!, value);
    if (value > (values[i - 1] ?? value) || value > (values[i + 1] ?? value)) return;
    let low = grid[Math.max(i - 1, 0)]!;
    let high = grid[Math.min(i + 1, grid.length - 1)]!;
    for (let step = 0; step < REFINEMENT_STEPS && high - low > 1e-12; step++) {
      const left = high - ratio * (high - low);
      const right = low + ratio * (high - low);
      if (valueAt(left) < valueAt(right)) high = right;
      else low = left;
    }
    const middle = (low + high) / 2;
    consider(middle, valueAt(middle));
  });
  return best;
}
