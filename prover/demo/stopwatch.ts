/** Starts a stopwatch; what it returns gives the seconds since, to the hundredth. */
export function stopwatch(): () => number {
  const start = performance.now();
  return () => Number(((performance.now() - start) / 1000).toFixed(2));
}
