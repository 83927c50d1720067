/** Σ lots times figures, over the legs. */
export function total(lots: Float64Array, figures: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < lots.length; i++) sum += (lots[i] as number) * (figures[i] as number);
  return sum;
}
