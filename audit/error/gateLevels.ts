import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FairmarkError } from '../../circuits/errors.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';

/** Where a residual's bits may be set, as a template passes it to ResidualGates. */
export interface GateLevels {
  readonly levels: readonly number[];
  /** Bits of the magnitude. */
  readonly width: number;
  readonly shift: number;
}

/** Pricing templates that bound a residual by gates. */
export type GatedTemplate = 'CoarseD1' | 'SviTotalVariance' | 'TotalStdDev';

const CALL = /ResidualGates\((\d+), \[([\d, ]+)\], (\d+), (\d+)\)/g;

/**
 * The residual gates of a pricing template, read from its source: what is certified is what is compiled.
 *
 * @throws FairmarkError where the template does not have exactly one set of gates, or its count is not that of its levels
 */
export function gateLevels(template: GatedTemplate): GateLevels {
  const file = `circuits/pricing/${template}.circom`;
  const calls = [...readFileSync(join(defaultWorkspace().root, file), 'utf8').matchAll(CALL)];
  const [, count, list = '', width, shift] = calls[0] ?? [];
  const levels = list.split(',').map(Number);
  if (calls.length !== 1 || levels.length !== Number(count)) {
    throw new FairmarkError('AUDIT_SOURCE', `${file} does not have one set of residual gates`, {
      field: file,
      remedy: 'Write the gates as one call ResidualGates(count, [levels], width, shift) with literal numbers.',
    });
  }
  return { levels, width: Number(width), shift: Number(shift) };
}

/** One step of the gates: magnitudes in [low, high) have a residual below `residual`. */
export interface GateStep {
  readonly low: number;
  readonly high: number;
  readonly residual: number;
}

/** The steps of the gates over all magnitudes. */
export function gateSteps({ levels, width, shift }: GateLevels): GateStep[] {
  const edges = [...levels, width];
  return edges.map((level, i) => ({
    low: i === 0 ? 0 : 2 ** (edges[i - 1] as number),
    high: 2 ** level,
    residual: 2 ** (level + 1 - shift),
  }));
}
