import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { FairmarkError } from '../../circuits/errors.ts';
import type { ConstraintSystem } from '../circuit/constraintSystem.ts';
import type { SignalForms } from '../circuit/signalForms.ts';
import type { ComponentTree } from './componentTree.ts';
import type { Derivation, FurtherLemma } from './propagate.ts';

/**
 * sha256 over poseidon.circom and poseidon_constants.circom of circomlib 2.0.5: at these sources Poseidon is trusted to be
 * a function of its inputs.
 */
export const POSEIDON_SOURCES = '26d7522bf8914627d7e1e3e796deb441ca7baa243f9b01bca85fc6feeb91ba37';

/** Partial rounds for 2, 3, ... state elements, and full rounds: poseidon.circom. */
const PARTIAL_ROUNDS = [56, 57, 56, 60, 60, 63, 64, 63, 60, 66, 60, 65, 70, 60, 64, 68];
const FULL_ROUNDS = 8;
/** Constraints of one S-box, x^5. */
const SIGMA = 3;

interface HashComponent {
  readonly path: string;
  /** Wires in the forms of its inputs. */
  readonly inputs: ReadonlySet<number>;
  /** Wires of its own signals, its output among them. */
  readonly own: ReadonlySet<number>;
  readonly constraints: readonly number[];
}

/** sha256 over the installed sources of Poseidon. */
export function installedPoseidon(): string {
  const require = createRequire(import.meta.url);
  const hash = createHash('sha256');
  for (const file of ['poseidon.circom', 'poseidon_constants.circom']) {
    hash.update(readFileSync(require.resolve(`circomlib/circuits/${file}`)));
  }
  return hash.digest('hex');
}

function hashComponents(system: ConstraintSystem, signals: SignalForms, tree: ComponentTree): HashComponent[] {
  const byPath = new Map<string, { inputs: Set<number>; own: Set<number>; constants: number; arity: number }>();
  for (const name of signals.names()) {
    const path = tree.hashOf(name);
    if (path === undefined) continue;
    const entry = byPath.get(path) ?? { inputs: new Set(), own: new Set(), constants: 0, arity: 0 };
    byPath.set(path, entry);
    const wires = (signals.formOf(name) ?? []).map(([wire]) => wire).filter((wire) => wire !== 0);
    const local = name.slice(path.length);
    if (/^inputs\[\d+\]$/.test(local)) {
      entry.arity++;
      if (wires.length === 0) entry.constants++;
      for (const wire of wires) entry.inputs.add(wire);
    } else if (local === 'out' || system.wireOf(name) !== undefined) {
      for (const wire of wires) entry.own.add(wire);
    }
  }
  return [...byPath].flatMap(([path, { inputs, own, constants, arity }]) => {
    for (const wire of inputs) own.delete(wire);
    const constraints: number[] = [];
    system.constraints.forEach((constraint, at) => {
      const wires = constraint.flat().map(([wire]) => wire);
      if (
        wires.every((wire) => wire === 0 || own.has(wire) || inputs.has(wire)) &&
        wires.some((wire) => own.has(wire))
      ) {
        constraints.push(at);
      }
    });
    const expected = SIGMA * (FULL_ROUNDS * (arity + 1) + (PARTIAL_ROUNDS[arity - 1] as number) - constants - 1);
    return constraints.length === expected ? [{ path, inputs, own, constraints }] : [];
  });
}

/**
 * Knows the wires of a Poseidon component once its inputs are known, if none of its constraints is missing.
 *
 * @throws FairmarkError (`POSEIDON_CHANGED`) where the installed source is another
 */
export function trustedHashes(system: ConstraintSystem, signals: SignalForms, tree: ComponentTree): FurtherLemma {
  const installed = installedPoseidon();
  if (installed !== POSEIDON_SOURCES) {
    throw new FairmarkError('POSEIDON_CHANGED', `circomlib's Poseidon has sha256 ${installed}, not the trusted one`, {
      remedy: 'Read the changed source, then pin it in audit/determinism/trustedHashes.ts.',
    });
  }
  const components = hashComponents(system, signals, tree);
  return ({ isKnown, isPresent }) =>
    components.flatMap(({ inputs, own, constraints }): Derivation[] => {
      const ready = [...inputs].every(isKnown) && ![...own].every(isKnown) && constraints.every(isPresent);
      return ready ? [{ lemma: 'hash', constraints, wires: [...own] }] : [];
    });
}
