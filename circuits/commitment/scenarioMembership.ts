import { requireClause } from '../clauseViolation.ts';
import { CONSTANTS as C } from '../constants.ts';
import type { ScenarioOpening } from '../objects.ts';
import { poseidon } from './poseidon.ts';

const INNER = 1 << Number(C.TREE_INNER_BITS);

/** Places of a leaf's ancestors and of the leaf among the children of each node on its path, root first. */
export function scenarioPath(position: number): [root: number, middle: number, bottom: number] {
  return [Math.floor(position / (INNER * INNER)), Math.floor(position / INNER) % INNER, position % INNER];
}

/**
 * FM-08: the root of the tree that a leaf is opened in; the model of ScenarioMembership.circom.
 *
 * @throws ClauseViolation where the leaf is not at its position
 */
export function scenarioMembership(
  leafHash: bigint,
  { position, root, middle, bottom }: Omit<ScenarioOpening, 'leaf'>,
): bigint {
  const [inRoot, inMiddle, inBottom] = scenarioPath(position);
  const leads =
    bottom[inBottom] === leafHash && middle[inMiddle] === poseidon(bottom) && root[inRoot] === poseidon(middle);
  requireClause(leads, 'FM-08', 'a scenario is not a leaf of the tree at its position');
  return poseidon(root);
}
