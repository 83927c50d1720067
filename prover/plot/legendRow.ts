import { svgText } from './svgText.ts';

/** What a mark of a chart means. */
export interface LegendEntry {
  readonly label: string;
  /** Width of the mark, pixels. */
  readonly width: number;
  /** Draws the mark from a place on its middle line to the right. */
  readonly mark: (x: number, y: number) => string;
}

/** Width of a letter, a little generous: fonts differ. */
const LETTER = 6.4;
const GAP = 22;
const AFTER_MARK = 7;
/** From the middle line of the marks to the base line of the text. */
const BASE_LINE = 4;

/** A legend in one row, from a place on the middle line of its marks to the right. */
export function legendRow(entries: readonly LegendEntry[], left: number, middle: number): string[] {
  let x = left;
  return entries.flatMap(({ label, width, mark }) => {
    const start = x;
    x += width + AFTER_MARK + label.length * LETTER + GAP;
    return [
      mark(start, middle),
      svgText(start + width + AFTER_MARK, middle + BASE_LINE, label, 'font-size="11" class="fill-ink"'),
    ];
  });
}
