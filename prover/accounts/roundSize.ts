/** 1, 2 or 5 times a power of ten, nearest in ratio. */
export function roundSize(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const distance = (step: number) => Math.abs(Math.log((step * power) / size));
  return [1, 2, 5, 10].reduce((x, y) => (distance(y) < distance(x) ? y : x)) * power;
}
