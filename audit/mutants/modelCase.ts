import type { LiquidationInputs } from '../../circuits/liquidation.ts';
import type { ScenarioLeaf } from '../../circuits/objects.ts';
import type { InstanceShape } from '../../circuits/witnessInputs.ts';

/** A call of an exported function of the model. */
export interface CallCase {
  kind: 'call';
  /** File under the root, without extension, such as `circuits/pricing/coarseD1`. */
  module: string;
  name: string;
  args: readonly unknown[];
}

/** A whole liquidation: its verdict, and where it is accepted its signals and the circuit's inputs. */
export interface LiquidationCase {
  kind: 'liquidation';
  inputs: LiquidationInputs;
  shape: InstanceShape;
}

/** A scenario tree, opened at places. */
export interface TreeCase {
  kind: 'tree';
  leaves: readonly ScenarioLeaf[];
  salts: readonly bigint[];
  positions: readonly number[];
}

export type ModelCase = CallCase | LiquidationCase | TreeCase;
