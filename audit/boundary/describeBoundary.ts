import type { AccountTally } from './accountTally.ts';
import type { BoundaryFigures } from './boundaryFigures.ts';
import { AMOUNT_CLAUSES } from './judgeClose.ts';

const count = (value: number) => value.toLocaleString('en-US');
const bands = (value: number | null) => (value === null ? '–' : value.toFixed(3));
const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [row(head), row(head.map((_, i) => (i === 0 ? '---' : '--:'))), ...rows.map(row)].join('\n');
}

/** The section of SOUNDNESS.md on accounts and closes near their boundaries. */
export function describeBoundary({ accounts, closes, stepsPerBand }: BoundaryFigures): string {
  const tallies = Object.values(accounts);
  const total = (part: (tally: AccountTally) => number) => tallies.reduce((sum, tally) => sum + part(tally), 0);
  const nearest = (prover: 'honest' | 'venue') =>
    tallies.reduce<number | null>((most, tally) => {
      const own = tally[prover].closestAccepted;
      return own === null ? most : Math.max(own, most ?? own);
    }, null);
  const furthest = (prover: 'honest' | 'venue') =>
    tallies.reduce<number | null>((least, tally) => {
      const own = tally[prover].furthestRefused;
      return own === null ? least : Math.min(own, least ?? own);
    }, null);
  const below = total((tally) => tally.exactlyBelow);
  const perBand = Array.from({ length: 6 }, (_, band) => total((tally) => tally.byBand[band] ?? 0));
  const share = (part: number) => `${((100 * part) / below).toFixed(1)}%`;
  const givenUp = { honest: total((t) => t.honest.givenUp), venue: total((t) => t.venue.givenUp) };
  return `${count(total((tally) => tally.accounts))} made-up accounts stand within three bands of the boundary of the trigger (FM-09); a band is
the error that FM-09 charges for that account. They have one to twelve options (some more that offset one another) and
linear legs in markets of their own: from a second to ten years before expiry, s from its floor to 3.4 and under stress to 7.8,
strikes to |ln(K/F)| = 7.5, a slice for every expiry with (b + |b rho|)/s up to 5 at the strike, f from 0.01 to 1.99, vol
multipliers from 0.5 to 2.25, ω and h from 0 to 1, lots of any worth; ${count(total((tally) => tally.insolventCase))} of them near zero equity, the insolvent
case, and ${count(total((tally) => tally.atFloor))} with an option at the floor of s. Exact equity is spread evenly: ${perBand.map(count).join(', ')} accounts in the
bands from -3 to 3.

What is exactly true is decided by an oracle that shares nothing with the circuits: real-valued definitions of
STATEMENT.md in ball arithmetic (\`audit/boundary/oracle.py\`), whose intervals are refined until they decide. Its verdicts
are stored with the sha256 of the records judged; the audit draws the accounts again, compares the hash, and runs the
integer model of the trigger, once with honest hints and once as the venue: with the extreme q, s, flag of the floor and
d1 that the constraints admit, chosen for each option in the direction of its net weight, and a unit of rounding on top.

- **False liquidations: ${total((t) => t.honest.falseLiquidations)} with honest hints, ${total((t) => t.venue.falseLiquidations)} as the venue.** The nearest that an account came and was accepted: its
  equity ${bands(nearest('honest'))} bands from the boundary (honest), ${bands(nearest('venue'))} (venue), to a ${stepsPerBand}th of a band; zero would be a false one.
- True ones given up (exactly below, yet refused): ${count(givenUp.honest)} of ${count(below)} (${share(givenUp.honest)}) with honest hints, ${count(givenUp.venue)} (${share(givenUp.venue)}) as the venue;
  the furthest below the boundary was ${bands(furthest('honest'))} and ${bands(furthest('venue'))} bands.

${table(
  [
    'kind',
    'accounts',
    'exactly below',
    'accepted',
    'false',
    'given up',
    'nearest',
    'venue: false',
    'given up',
    'nearest',
  ],
  Object.entries(accounts).map(([kind, { accounts: n, exactlyBelow, honest, venue }]) => [
    kind,
    count(n),
    count(exactlyBelow),
    count(honest.accepted),
    honest.falseLiquidations,
    count(honest.givenUp),
    bands(honest.closestAccepted),
    venue.falseLiquidations,
    count(venue.givenUp),
    bands(venue.closestAccepted),
  ]),
)}

**Amount clauses.** ${count(closes.drawn)} accounts were given closes near the boundaries of FM-11 to FM-14 (in ${count(closes.withoutHelpingLeg)} no leg helps, so none can
be closed): lots up to a surplus just below the least gain, prices at the end of the band. Wherever a clause holds in the
circuit's integers, its margin for exact prices is compared with the tolerance of STATEMENT.md section 5; 100% would be all
of it. "Fails exactly" counts clauses that hold in the circuit and not for exact prices, which the tolerance allows.

${table(
  [
    'clause',
    'judged',
    'fails exactly',
    'beyond tolerance',
    'worst share',
    'venue: judged',
    'fails exactly',
    'beyond tolerance',
    'worst share',
  ],
  AMOUNT_CLAUSES.map((clause) => [
    clause,
    ...[closes.honest[clause], closes.venue[clause]].flatMap((tally) => [
      count(tally.judged),
      count(tally.failsExactly),
      tally.beyondTolerance,
      `${tally.worstPercent}%`,
    ]),
  ]),
)}

Not covered: this is a sample, not a proof over all accounts. The venue's choices leave out the multipliers of logarithms
(they move ln(K/F) by less than 3e-9) and fractions below a money unit in discounted forward and strike. Exact prices of
closes are stored to 2.4e-10 of D (F + K) / 2, so their shares are good to about half a percent.`;
}
