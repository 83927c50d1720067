/**
 * Switches of MonotoneRoute.circom, in its order, for targets that take sources e(0), e(1), …
 *
 * @param sources number of sources
 * @param route the source of every target: e(0) = 0, and every next one is the same or one higher
 * @throws RangeError where it is not such a sequence
 */
export function monotoneRoute(sources: number, route: readonly number[]): bigint[] {
  route.forEach((source, i) => {
    const step = source - (i === 0 ? 0 : (route[i - 1] as number));
    if (source >= sources || step < 0 || step > (i === 0 ? 0 : 1)) throw new RangeError('not a monotone route');
  });
  const targets = route.length;
  const layers = Math.ceil(Math.log2(targets));
  const reached = route.map((_, x) => x < sources);
  const switches: bigint[] = [];
  for (let layer = layers - 1; layer >= 0; layer--) {
    const shift = 1 << layer;
    // Places that some target passes at this layer, shifted by it.
    const shifted = new Set<number>();
    route.forEach((source, i) => {
      const distance = i - source;
      if (distance & shift) shifted.add(i - (distance & (shift - 1)));
    });
    for (let x = targets - 1; x >= shift; x--) {
      if (reached[x] && reached[x - shift]) switches.push(shifted.has(x) ? 1n : 0n);
    }
    for (let x = targets - 1; x >= shift; x--) reached[x] ||= reached[x - shift] as boolean;
  }
  return switches;
}
