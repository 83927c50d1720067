/** A witness that must be refused, and the tests that hand it to the constraints. */
export interface RefusedCase {
  /** Begins or stands in the titles of its tests. */
  readonly id: string;
  /** What is refused, as the threat model has it. */
  readonly what: string;
  /** Test files with the titles; none for a case of a clause that is still reserved. */
  readonly tests: readonly (readonly [file: string, title: string])[];
  /** What the statement leaves open. */
  readonly open?: string;
}

const CLAUSES = 'test/circuits/clauses.test.ts';
const FORGERY = 'test/audit/forgery.test.ts';

/** The cases of the threat model that the constraints must refuse, in its order. */
export const REFUSED_CASES: readonly RefusedCase[] = [
  {
    id: 'C1',
    what: 'equity equals the requirement exactly',
    tests: [
      [CLAUSES, 'C1 C2 equity one money unit too high for the errors is refused, and just below is proven'],
      [FORGERY, 'C1 C2 equity at the requirement, and one unit above it'],
    ],
  },
  {
    id: 'C2',
    what: 'equity is one unit above the requirement',
    tests: [
      [CLAUSES, 'C1 C2 equity one money unit too high for the errors is refused, and just below is proven'],
      [FORGERY, 'C1 C2 equity at the requirement, and one unit above it'],
    ],
  },
  {
    id: 'C3',
    what: 'a healthy account with the case bit flipped',
    tests: [[CLAUSES, 'C3 a healthy account cannot claim insolvency']],
  },
  {
    id: 'C4',
    what: 'a price of p - 1, that is -1',
    tests: [[CLAUSES, 'C4 a negative price']],
  },
  {
    id: 'C5',
    what: 'each ranged private input one past its range',
    tests: [[FORGERY, 'C5 C6 FM-03 every private input, edited']],
  },
  {
    id: 'C6',
    what: 'each ranged private input p - 1, p - 2^width, 2^253',
    tests: [[FORGERY, 'C5 C6 FM-03 every private input, edited']],
  },
  {
    id: 'C7',
    what: 'remainder raised by the divisor, quotient lowered by one, at every rescaling',
    tests: [[FORGERY, 'C7 every rescaling of a whole liquidation with its quotient one lower or higher']],
  },
  {
    id: 'C8',
    what: 'the other square root, p - s',
    tests: [
      ['test/circuits/pricing/totalStdDev.test.ts', 'C8 refuses -s, the floor for a large variance'],
      ['test/circuits/pricing/sviTotalVariance.test.ts', 'C8 refuses a root below the true one, the lower branch'],
    ],
  },
  {
    id: 'C9',
    what: 'a table row off by one, a selector with two ones or none',
    tests: [['test/circuits/pricing/optionPrice.test.ts', 'C9 refuses two segments at once, none, and the neighbour']],
  },
  {
    id: 'C10',
    what: 'd1 past its domain; at the bound within the stated error',
    tests: [
      ['test/circuits/pricing/optionPrice.test.ts', 'C10 has no witness where saturation would need a large s'],
      ['test/audit/error.test.ts', 'C10 FM-06, V10, V11 certified error of prices'],
    ],
  },
  {
    id: 'C11',
    what: 'the market’s mark where the flag says model',
    tests: [],
    open: 'the hybrid mark is a later clause (FM-07 is reserved); this version marks options at the model only',
  },
  {
    id: 'C12',
    what: 'one instrument in two slots',
    tests: [[CLAUSES, 'C12 one instrument in two slots']],
  },
  {
    id: 'C13',
    what: 'the largest long option left out, the commitment kept',
    tests: [[FORGERY, 'C13 the largest long option left out under the same commitment']],
  },
  {
    id: 'C14',
    what: 'a value in an empty slot',
    tests: [
      [CLAUSES, 'C14 %s in an empty slot'],
      [FORGERY, 'C5 C6 FM-03 every private input, edited'],
    ],
  },
  {
    id: 'C15',
    what: 'positions of one account under the number or owner of another',
    tests: [[FORGERY, 'C15 the positions of one account under the number and owner of another']],
  },
  {
    id: 'C16',
    what: 'another salt, the commitment kept',
    tests: [[CLAUSES, 'C16 the commitments of other salts are refused']],
  },
  {
    id: 'C17',
    what: 'one lot more than needed; one fewer is a legal round',
    tests: [
      [CLAUSES, 'C17 FM-12 one lot more than needed, with an honest and with a small surplus'],
      [FORGERY, 'C17 one lot fewer than planned is a legal round'],
    ],
  },
  {
    id: 'C18',
    what: 'a close that raises a position or turns its sign',
    tests: [
      [CLAUSES, 'C18 closing one lot more than is held'],
      [FORGERY, 'C18 a close that raises the position or turns its sign'],
    ],
  },
  {
    id: 'C19',
    what: 'a penalty one unit past its cap',
    tests: [[CLAUSES, 'C19 the cap itself is allowed, one money unit more is not']],
    open: 'the statement names no recipient of a penalty: who takes over a leg is a matter of the venue’s book (section 7)',
  },
  {
    id: 'C20',
    what: 'cash after the close off by one unit',
    tests: [[CLAUSES, 'C20 FM-16 cash, sequence, time or a position of the state after']],
  },
];
