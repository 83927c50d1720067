/** Which stage of a proof a kernel belongs to. */
const STAGE_OF: Readonly<Record<string, string>> = {
  importWires: 'coefficient products',
  evaluateRows: 'coefficient products',
  transformPart: 'transforms',
  finishQuotient: 'transforms',
  recode: 'digits',
  g1SumWindows: 'products in G1',
  g1CombineWindows: 'products in G1',
  g2SumWindows: 'products in G2',
  g2CombineWindows: 'products in G2',
};
/** Blinding, putting the proof together, overwriting secrets. */
const OTHER = 'other';

/** Adds the times of kernels up to those of stages. */
export function stageTimes(times: ReadonlyMap<string, number>): Record<string, number> {
  const stages: Record<string, number> = {};
  for (const [kernel, milliseconds] of times) {
    const stage = STAGE_OF[kernel] ?? OTHER;
    stages[stage] = (stages[stage] ?? 0) + milliseconds;
  }
  return stages;
}
