import type { Ratio } from './ratio.ts';

/** What a target is about. */
export type TargetKind = 'cpu' | 'wall' | 'stretch-cpu' | 'stretch-wall' | 'first-call' | 'memory';

/** A figure next to what it is to be. */
export interface Target {
  readonly contender: string;
  readonly kind: TargetKind;
  /** Whether the figure is to be at least the bound, or at most. */
  readonly sense: 'at-least' | 'at-most';
  /** Times less for warm proofs, a share of the reference for the first call, bytes for memory. */
  readonly bound: number;
  readonly figure: number;
  readonly reached: boolean;
}

/** Of the project: warm proofs five times faster than snarkjs, beyond the ratio that a contender has to reach. */
const STRETCH_RATIO = 5;
/** Of the project: wall time of the first call, over that of the reference. */
const FIRST_CALL_SHARE = 0.5;

/** What the targets of a contender are judged by: unrounded. */
export interface JudgedFigures {
  readonly ratio: { readonly cpu: Ratio; readonly wall: Ratio };
  /** Medians of wall time, in milliseconds. */
  readonly first: number;
  readonly referenceFirst: number;
  /** Bytes. */
  readonly peakMemory: number;
  readonly referencePeakMemory: number;
  readonly tableBytes: number;
}

/** Judges a contender. A figure on the border has reached its target. */
export function judgeTargets(
  { name, leastRatio }: { readonly name: string; readonly leastRatio: number },
  { ratio, first, referenceFirst, peakMemory, referencePeakMemory, tableBytes }: JudgedFigures,
): Target[] {
  const target = (kind: TargetKind, sense: Target['sense'], bound: number, figure: number): Target => ({
    contender: name,
    kind,
    sense,
    bound,
    figure,
    reached: sense === 'at-least' ? figure >= bound : figure <= bound,
  });
  return [
    target('cpu', 'at-least', leastRatio, ratio.cpu.median),
    target('wall', 'at-least', leastRatio, ratio.wall.median),
    target('stretch-cpu', 'at-least', STRETCH_RATIO, ratio.cpu.median),
    target('stretch-wall', 'at-least', STRETCH_RATIO, ratio.wall.median),
    target('first-call', 'at-most', FIRST_CALL_SHARE, first / referenceFirst),
    target('memory', 'at-most', referencePeakMemory + tableBytes, peakMemory),
  ];
}
