import { CONSTANTS as C } from '../constants.ts';
import type { ScenarioLeaf, ScenarioOpening } from '../objects.ts';
import { poseidon } from './poseidon.ts';
import { scenarioLeafHash } from './scenarioLeafHash.ts';

const ROOT = 1 << Number(C.TREE_ROOT_BITS);
const INNER = 1 << Number(C.TREE_INNER_BITS);

/** Most leaves of a tree. */
export const SCENARIO_CAPACITY = ROOT * INNER * INNER;

function parents(children: readonly bigint[], arity: number): bigint[] {
  return Array.from({ length: children.length / arity }, (_, i) =>
    poseidon(children.slice(i * arity, (i + 1) * arity)),
  );
}

/**
 * The tree over all stress scenarios of a rulebook: 16, 8 and 8 children per node, empty leaves 0 (FM-02.3).
 *
 * The root hides the scenarios because every leaf is salted.
 */
export class ScenarioTree {
  readonly leaves: readonly ScenarioLeaf[];
  readonly root: bigint;
  private readonly hashes: readonly bigint[];
  private readonly bottoms: readonly bigint[];
  private readonly middles: readonly bigint[];

  constructor(leaves: readonly ScenarioLeaf[]) {
    if (leaves.length > SCENARIO_CAPACITY) {
      throw new RangeError(`a scenario tree holds at most ${SCENARIO_CAPACITY} leaves, not ${leaves.length}`);
    }
    this.leaves = leaves;
    this.hashes = Array.from({ length: SCENARIO_CAPACITY }, (_, i) => {
      const leaf = leaves[i];
      return leaf ? scenarioLeafHash(leaf) : 0n;
    });
    this.bottoms = parents(this.hashes, INNER);
    this.middles = parents(this.bottoms, INNER);
    this.root = poseidon(this.middles);
  }

  /** The leaf at a position with every node on its path. */
  open(position: number): ScenarioOpening {
    const leaf = this.leaves[position];
    if (!leaf) throw new RangeError(`no scenario at position ${position}`);
    const bottom = Math.floor(position / INNER);
    const middle = Math.floor(bottom / INNER);
    return {
      leaf,
      position,
      root: this.middles,
      middle: this.bottoms.slice(middle * INNER, (middle + 1) * INNER),
      bottom: this.hashes.slice(bottom * INNER, (bottom + 1) * INNER),
    };
  }
}
