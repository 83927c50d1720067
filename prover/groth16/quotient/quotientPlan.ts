/** What `kernels/quotient/plan.ts` describes, in the order in which the kernels read it. */
export const QUOTIENT_PLAN = [
  'wires',
  'kinds',
  'coefficients',
  'starts',
  'terms',
  'polynomials',
  'vectors',
  'parts',
  'inverse',
  'innermost',
  'forward',
  'first',
  'scales',
  'scalars',
] as const;
export type QuotientPlan = Readonly<Record<(typeof QUOTIENT_PLAN)[number], number>>;

/** The words of a plan, as bytes. */
export function encodePlan(plan: QuotientPlan): Uint8Array {
  return new Uint8Array(Uint32Array.from(QUOTIENT_PLAN, (name) => plan[name]).buffer);
}
