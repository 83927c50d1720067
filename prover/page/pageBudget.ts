/** The most that the page may take, in bytes: it has to load in a second on a phone, and to be read by whoever audits it. */
export const PAGE_BUDGET = {
  /** The file itself. */
  raw: 120_000,
  /** As a server sends it, by gzip at level 9. */
  gzip: 45_000,
} as const;

/** What of a page exceeds its budget, as sentences; none for a page that fits. */
export function budgetExcess(size: { readonly raw: number; readonly gzip: number }): string[] {
  return (['raw', 'gzip'] as const)
    .filter((kind) => size[kind] > PAGE_BUDGET[kind])
    .map(
      (kind) => `the page has ${size[kind]} bytes ${kind}, ${size[kind] - PAGE_BUDGET[kind]} over ${PAGE_BUDGET[kind]}`,
    );
}
