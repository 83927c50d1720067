/**
 * A function that remembers its results by key, as many as were used last: what is used again and again is made once.
 *
 * @param limit how many results are kept
 */
export function recentlyUsed<T>(limit: number): (key: string, make: () => T) => T {
  const kept = new Map<string, T>();
  return (key, make) => {
    const result = kept.has(key) ? (kept.get(key) as T) : make();
    // A map keeps the order of insertion: the first is the one that was used longest ago.
    kept.delete(key);
    kept.set(key, result);
    const [oldest] = kept.keys();
    if (kept.size > limit && oldest !== undefined) kept.delete(oldest);
    return result;
  };
}
