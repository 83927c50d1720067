/** A length or place in an SVG: a tenth of a pixel is enough. */
export function coordinate(value: number): string {
  return value.toFixed(1);
}
