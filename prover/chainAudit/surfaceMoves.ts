import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { Snapshot, Surface } from '../../circuits/objects.ts';
import type { PublishedCharter } from '../../verifier/formats/charter.ts';
import { writeExpiry } from '../../verifier/formats/expiry.ts';
import { sliceParameters } from '../companion/sliceParameters.ts';
import { sviTotalVariance } from '../companion/sviTotalVariance.ts';
import { totalStdDev } from '../companion/totalStdDev.ts';
import { HOURS_PER_YEAR } from '../surface/hours.ts';
import { median } from '../surface/median.ts';

/** The surface of one tick. */
export interface TickSurface {
  readonly surface: Surface;
  readonly snapshot: Snapshot;
  readonly published: PublishedCharter;
}

/** How far the at-the-money vol of one expiry moved from tick to tick, in vol points. */
export interface SurfaceMove {
  readonly underlying: string;
  /** `27MAR26` */
  readonly expiry: string;
  /** Pairs of consecutive ticks that both have the expiry. */
  readonly pairs: number;
  readonly largest: number;
  readonly median: number;
}

const VOL_POINTS = 100;

/** At-the-money vols of a surface in vol points, by underlying and expiry. */
function vols({ surface, snapshot, published }: TickSurface): Map<string, number> {
  const result = new Map<string, number>();
  surface.rows.forEach((row, underlying) => {
    for (const slice of row ?? []) {
      const symbol = published.units[underlying]?.symbol;
      if (!slice || symbol === undefined) continue;
      const seconds = slice.expiryHours * C.SECONDS_PER_HOUR - snapshot.time;
      const years = Number(seconds) / Number(C.SECONDS_PER_HOUR) / HOURS_PER_YEAR;
      const deviation = totalStdDev(sviTotalVariance(sliceParameters(slice), 0));
      if (years > 0)
        result.set(`${symbol} ${writeExpiry(slice.expiryHours)}`, (VOL_POINTS * deviation) / Math.sqrt(years));
    }
  });
  return result;
}

/** The moves between consecutive ticks, by underlying and expiry in the order in which they appear. */
export function surfaceMoves(ticks: readonly TickSurface[]): SurfaceMove[] {
  const ordered = [...ticks].sort((a, b) => Number(a.snapshot.time - b.snapshot.time)).map(vols);
  const moves = new Map<string, number[]>();
  for (const [i, now] of ordered.entries()) {
    const before = ordered[i - 1];
    for (const [name, vol] of now) {
      const old = before?.get(name);
      if (old !== undefined) moves.set(name, [...(moves.get(name) ?? []), Math.abs(vol - old)]);
    }
  }
  return [...moves].map(([name, distances]) => {
    const [underlying = '', expiry = ''] = name.split(' ');
    return { underlying, expiry, pairs: distances.length, largest: Math.max(...distances), median: median(distances) };
  });
}
