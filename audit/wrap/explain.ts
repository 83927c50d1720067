import { SCALAR_FIELD } from '../../verifier/points.ts';
import type { ConstraintSystem } from '../circuit/constraintSystem.ts';
import type { WrapAnalysis } from './analyseWrap.ts';
import { type Bound, size } from './bound.ts';
import type { Form } from './form.ts';

/** Why a constraint holds in the field only, and still says what it should. */
export interface Reason {
  readonly id: string;
  readonly text: string;
  /** Whether it covers a constraint whose wires without range are of these kinds; what it claims is proved here. */
  covers(kinds: ReadonlySet<WireKind>, sides: Sides): boolean;
}

/** What a wire without range is, by its names. */
export type WireKind = 'hash' | 'committed' | 'selected' | 'member' | 'quotient' | 'inverse' | 'domain' | 'other';

/** The sides of a constraint in resolved forms, and what is known of them. */
export interface Sides {
  readonly a: Form;
  readonly b: Form;
  readonly c: Form;
  /** Terms without range. */
  unranged(form: Form): number[];
  /** Of a form without such terms. */
  bound(form: Form): Bound;
  /** In how many constraints a wire stands. */
  uses(wire: number): number;
}

/** Inputs that FM-03 leaves without a range: field elements that only enter hashes. */
export const HASHED_INPUTS: ReadonlySet<string> = new Set([
  'domainValue',
  'documentHash',
  'charterWords',
  'snapshotRound',
  'snapshotFeed',
  'snapshotPrevious',
  'quotesRoot',
  'snapshotRows',
  'snapshotWords',
  'surfaceNumber',
  'surfacePrevious',
  'surfaceSalt',
  'surfaceRows',
  'surfaceWords',
  'treeRoot',
  'treeMiddle',
  'treeBottom',
  'treeBottomSalt',
  'ownerTag',
  'accountNumber',
  'accountSalt',
  'accountAfterSalt',
  'outcomeSalt',
]);

const KINDS: readonly (readonly [WireKind, RegExp])[] = [
  ['hash', /\.pEx\.|[hH]ash\.out$|\.scenarioRoot\.out$|\.membership\.inRoot\.in$|\.digestOfCount\.values\[\d+\]$/],
  ['hash', /^main\.((rulebook|before\.head|after\.head|outcome\.head)\.inputs\[\d+\]|\w+(Before|After|Commitment))$/],
  ['domain', /^main\.domain(Squared)?$/],
  ['quotient', /\.gates\[\d+\]\.quotient$/],
  ['inverse', /\.(isUsed|isTouched|isHeld|decomposition)\.inverse$/],
  ['member', /\.in(Bottom|Middle|Root)\.products\[\d+\]$/],
  ['selected', /\.(rowWord(\[\d+\])+|word\[\d+\]|charterWord|snapshotRow|surfaceRow)\.(products\[\d+\]|out)$/],
];

/** Every reason that the audit accepts. */
export const REASONS: readonly Reason[] = [
  {
    id: 'poseidon',
    text:
      'Inside Poseidon (circomlib), or one of its inputs: field arithmetic by definition. A word that enters a hash in ranged ' +
      'parts only spans less than the modulus, so no two words are one field element.',
    covers: (kinds, { a, b, unranged, bound }) =>
      only(kinds, 'hash', 'committed', 'selected') &&
      kinds.has('hash') &&
      [a, b].every((side) => unranged(side).length > 0 || span(bound(side)) < SCALAR_FIELD),
  },
  {
    id: 'selection',
    text:
      'Selection of a committed word or row by 0 or 1, or its comparison with a hash or with the word of its ranged fields: ' +
      'a product with 0 or 1 is the same in the field, and the ranged fields span less than the modulus.',
    covers: (kinds, { a, b, c, unranged, bound }) => {
      const known = [...c.terms].filter(([x]) => !unranged(c).includes(x));
      return (
        only(kinds, 'hash', 'committed', 'selected') &&
        [a, b].some((side) => unranged(side).length === 0 && isUnit(bound(side))) &&
        span(bound({ ...c, terms: new Map(known) })) < SCALAR_FIELD
      );
    },
  },
  {
    id: 'membership',
    text:
      'Product of differences (MemberOf): the modulus is prime, so it is zero exactly where one factor is. Both sides of a ' +
      'difference are tree nodes, or a leaf word.',
    covers: (kinds) => only(kinds, 'hash', 'committed', 'member') && kinds.has('member'),
  },
  {
    id: 'quotient',
    text:
      'Gate: open · quotient = value. Both forms stay within the modulus, so open = 0 forces value = 0 as an integer; ' +
      'otherwise the quotient, which nothing else reads, has one value.',
    covers: (kinds, sides) => only(kinds, 'quotient') && isDivision(sides),
  },
  {
    id: 'inverse',
    text:
      'Test for zero (IsNonZero, StdDevBits): the tested form stays within the modulus, so it is zero in the field exactly ' +
      'where it is zero; nothing else reads the inverse.',
    covers: (kinds, sides) => only(kinds, 'inverse') && isDivision(sides),
  },
  {
    id: 'domain',
    text: 'The square that keeps the domain, a public field element, inside the constraints; nothing reads it.',
    covers: (kinds) => only(kinds, 'domain'),
  },
];

/** The reasons of constraints that do not hold between rationals, by index; undefined is a finding. */
export function explain(system: ConstraintSystem, analysis: WrapAnalysis): Map<number, Reason | undefined> {
  const reasons = new Map<number, Reason | undefined>();
  analysis.exact.forEach((found, index) => {
    if (found === undefined) reasons.set(index, reasonOf(system, analysis, index));
  });
  return reasons;
}

function reasonOf(system: ConstraintSystem, analysis: WrapAnalysis, index: number): Reason | undefined {
  const { knowledge } = analysis;
  const unranged = (form: Form) => [...form.terms.keys()].filter((x) => !knowledge.isKnown(x));
  const [a, b, c] = analysis.sides(index).map((side) => knowledge.resolve(side)) as [Form, Form, Form];
  const wires = new Set([a, b, c].flatMap(unranged));
  if (wires.size === 0) return undefined;
  const kinds = new Set([...wires].map((wire) => kindOf(system.names[wire] as readonly string[])));
  const sides: Sides = {
    a,
    b,
    c,
    unranged,
    bound: (form) => knowledge.bound(form),
    uses: (wire) => analysis.constraintsOf(wire).length,
  };
  return REASONS.find((reason) => reason.covers(kinds, sides));
}

/** Name of an input of the instance, without index; undefined for other signals. */
export function inputOf(name: string): string | undefined {
  return /^main\.(\w+)(\[\d+\])*$/.exec(name)?.[1];
}

function kindOf(names: readonly string[]): WireKind {
  const found = KINDS.find(([, pattern]) => names.some((name) => pattern.test(name)));
  if (found !== undefined) return found[0];
  return names.some((name) => HASHED_INPUTS.has(inputOf(name) ?? '')) ? 'committed' : 'other';
}

function only(kinds: ReadonlySet<WireKind>, ...allowed: readonly WireKind[]): boolean {
  return [...kinds].every((kind) => allowed.includes(kind));
}

/** known · unknown = known, all of it within the modulus, and the unknown stands nowhere else. */
function isDivision({ a, b, c, unranged, bound, uses }: Sides): boolean {
  const [known, other] = unranged(a).length === 0 ? [a, b] : [b, a];
  return (
    unranged(other).every((wire) => uses(wire) === 1) &&
    unranged(known).length === 0 &&
    unranged(c).length === 0 &&
    other.terms.size === 1 &&
    other.constant === 0n &&
    size(bound(known)) < SCALAR_FIELD &&
    size(bound(c)) < SCALAR_FIELD
  );
}

const span = ({ lo, hi }: Bound) => hi - lo;
const isUnit = ({ d, lo, hi }: Bound) => d === 1n && lo >= -1n && hi <= 1n;
