import { poseidon } from '../../circuits/commitment/poseidon.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import { standInPoseidon } from '../circuit/standInPoseidon.ts';
import type { LeafInputs } from '../vectors/leaf.ts';

type Hash = (inputs: readonly bigint[]) => bigint;

const replaced = (values: readonly bigint[], old: bigint, other: bigint) =>
  values.map((value) => (value === old ? other : value));

/** Hashes of the row words of one underlying: snapshot, then surface. */
export function rowHashes(
  hash: Hash,
  snapshot: readonly bigint[],
  surface: readonly bigint[],
  index: bigint,
  perpetual: bigint,
) {
  const head = C.TAG_SNAPSHOT_ROW + (index << C.TAG_BITS) + (perpetual << (C.TAG_BITS + C.PRICE_BITS));
  const slices = surface.map((word, i) => (i === 0 ? word + (C.TAG_SURFACE_ROW << C.SVI_SLICE_BITS) : word));
  return [hash([head, ...snapshot]), hash(slices)] as const;
}

/** The same inputs where every hash that a template compares is that of the stand-in (standInPoseidon.ts). */
export function standInHashes(template: string, inputs: LeafInputs): LeafInputs {
  const list = (name: string) => inputs[name] as bigint[];
  if (template === 'ScenarioMembership') {
    const [middle, root] = path(list('bottom'), inputs.bottomSalt as bigint, list('middle'), list('root'));
    return { ...inputs, middle, root };
  }
  if (template === 'UnderlyingTerms') {
    const words = [
      list('snapshotWords'),
      list('surfaceWords'),
      inputs.index as bigint,
      inputs.perpetual as bigint,
    ] as const;
    const [middle, root] = path(
      list('treeBottom'),
      inputs.treeBottomSalt as bigint,
      list('treeMiddle'),
      list('treeRoot'),
    );
    const [[snapshot, surface], [otherSnapshot, otherSurface]] = [
      rowHashes(poseidon, ...words),
      rowHashes(standInPoseidon, ...words),
    ];
    return {
      ...inputs,
      treeMiddle: middle,
      treeRoot: root,
      snapshotRows: replaced(list('snapshotRows'), snapshot, otherSnapshot),
      surfaceRows: replaced(list('surfaceRows'), surface, otherSurface),
    };
  }
  if (template === 'Liquidation') {
    const all = inputs as Record<string, bigint[] & bigint[][]>;
    let [root, snapshotRows, surfaceRows] = [list('treeRoot'), list('snapshotRows'), list('surfaceRows')];
    const treeMiddle = (all.treeMiddle as bigint[][]).map((before, u) => {
      const words = [
        all.snapshotWords?.[u] as bigint[],
        all.surfaceWords?.[u] as bigint[],
        all.index?.[u] as bigint,
        all.perpetual?.[u] as bigint,
      ] as const;
      const [middle, above] = path(all.treeBottom?.[u] as bigint[], all.treeBottomSalt?.[u] as bigint, before, root);
      root = above;
      const [[snapshot, surface], [otherSnapshot, otherSurface]] = [
        rowHashes(poseidon, ...words),
        rowHashes(standInPoseidon, ...words),
      ];
      snapshotRows = replaced(snapshotRows, snapshot, otherSnapshot);
      surfaceRows = replaced(surfaceRows, surface, otherSurface);
      return middle;
    });
    return { ...inputs, treeMiddle, treeRoot: root, snapshotRows, surfaceRows };
  }
  return inputs;
}

function path(bottom: readonly bigint[], salt: bigint, middle: readonly bigint[], root: readonly bigint[]) {
  const below = replaced(middle, poseidon([...bottom, salt]), standInPoseidon([...bottom, salt]));
  return [below, replaced(root, poseidon(middle), standInPoseidon(below))] as const;
}
