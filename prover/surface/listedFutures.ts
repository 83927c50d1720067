/** Names of the futures that the rows of a checked book are priced on; Deribit prefixes those not listed with `SYN.`. */
export function listedFutures(json: unknown): Set<string> {
  const { result } = json as { result: readonly { underlying_index?: unknown }[] };
  return new Set(result.flatMap(({ underlying_index: name }) => (typeof name === 'string' ? [name] : [])));
}
