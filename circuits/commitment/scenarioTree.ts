import { CONSTANTS as C } from '../constants.ts';
import type { ScenarioLeaf, ScenarioOpening } from '../objects.ts';
import { poseidon } from './poseidon.ts';
import { scenarioLeafWord } from './scenarioLeafWord.ts';

const ROOT = 1 << Number(C.TREE_ROOT_BITS);
const INNER = 1 << Number(C.TREE_INNER_BITS);

/** Nodes that hold leaves, each with a salt of its own. */
export const SCENARIO_NODES = ROOT * INNER;
/** Most leaves of a tree. */
export const SCENARIO_CAPACITY = SCENARIO_NODES * INNER;

function groupsOf<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: values.length / size }, (_, i) => values.slice(i * size, (i + 1) * size));
}

/**
 * The tree over all stress scenarios of a rulebook (FM-02.3): 16 children at the root, then 8, then 8 leaf words with a
 * salt; empty leaves are 0.
 *
 * The root hides the scenarios because every node that holds leaves is salted, the empty ones too. To show one leaf with
 * its path tells the seven beside it and nothing else.
 */
export class ScenarioTree {
  readonly leaves: readonly ScenarioLeaf[];
  readonly root: bigint;
  private readonly salts: readonly bigint[];
  private readonly words: readonly bigint[][];
  private readonly bottoms: readonly bigint[][];
  private readonly middles: readonly bigint[];

  /** @param salts one for each of the 128 nodes that hold leaves, at least 248 random bits each */
  constructor(leaves: readonly ScenarioLeaf[], salts: readonly bigint[]) {
    if (leaves.length > SCENARIO_CAPACITY) {
      throw new RangeError(`a scenario tree holds at most ${SCENARIO_CAPACITY} leaves, not ${leaves.length}`);
    }
    if (salts.length !== SCENARIO_NODES) throw new RangeError(`a scenario tree has ${SCENARIO_NODES} salts`);
    this.leaves = leaves;
    this.salts = salts;
    const words = Array.from({ length: SCENARIO_CAPACITY }, (_, i) => scenarioLeafWord(leaves[i]));
    this.words = groupsOf(words, INNER);
    this.bottoms = groupsOf(
      this.words.map((node, i) => poseidon([...node, salts[i] as bigint])),
      INNER,
    );
    this.middles = this.bottoms.map((node) => poseidon(node));
    this.root = poseidon(this.middles);
  }

  /** The leaf at a position with every node on its path. */
  open(position: number): ScenarioOpening {
    const leaf = this.leaves[position];
    if (!leaf) throw new RangeError(`no scenario at position ${position}`);
    const bottom = Math.floor(position / INNER);
    return {
      leaf,
      root: this.middles,
      middle: this.bottoms[Math.floor(bottom / INNER)] as bigint[],
      bottom: this.words[bottom] as bigint[],
      bottomSalt: this.salts[bottom] as bigint,
    };
  }
}
