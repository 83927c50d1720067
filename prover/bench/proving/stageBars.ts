import { textTable } from '../../io/textTable.ts';
import { time } from '../units.ts';

const BAR_WIDTH = 40;

/** Stages as bars of text: the longest takes the whole width, and the share is that of the sum. */
export function stageBars(stages: Readonly<Record<string, number>>, indent: string): string[] {
  const entries = Object.entries(stages);
  const most = Math.max(...entries.map(([, milliseconds]) => milliseconds));
  const sum = entries.reduce((total, [, milliseconds]) => total + milliseconds, 0);
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0);
  return textTable(
    entries.map(([name, milliseconds]) => [
      name,
      time(milliseconds),
      `${(100 * share(milliseconds, sum)).toFixed(1)}%`,
      '█'.repeat(Math.round(BAR_WIDTH * share(milliseconds, most))),
    ]),
    { indent, left: [0, 3] },
  );
}
