import { describe, expect, test } from 'vitest';
import { admissibleD1 } from '../../audit/boundary/admissibleD1.ts';
import { admissibleStdDevs } from '../../audit/boundary/admissibleStdDevs.ts';
import { ACCOUNTS, CLOSES } from '../../audit/boundary/blocks.ts';
import { type BoundaryCase, CASE_KINDS } from '../../audit/boundary/boundaryCase.ts';
import { boundaryFindings, emptyFigures } from '../../audit/boundary/boundaryFigures.ts';
import { boundaryPart } from '../../audit/boundary/boundaryPart.ts';
import { caseRecord } from '../../audit/boundary/caseRecord.ts';
import { chargedBand } from '../../audit/boundary/chargedBand.ts';
import { closeShares } from '../../audit/boundary/closeShares.ts';
import { addClose, emptyCloseTally } from '../../audit/boundary/closeTally.ts';
import { drawCase } from '../../audit/boundary/drawCase.ts';
import { drawClose } from '../../audit/boundary/drawClose.ts';
import { greatestRoot } from '../../audit/boundary/greatestRoot.ts';
import { judgeCase } from '../../audit/boundary/judgeCase.ts';
import { AMOUNT_CLAUSES, judgeClose } from '../../audit/boundary/judgeClose.ts';
import { tallyAccounts, tallyCloses } from '../../audit/boundary/tallyBlocks.ts';
import { judgedBlock } from '../../audit/boundary/verdicts.ts';
import {
  admissibleRoots,
  admissibleD1 as searchD1,
  admissibleStdDevs as searchStdDevs,
} from '../../audit/error/admissible.ts';
import { integerSqrt } from '../../circuits/functions/integerSqrt.ts';
import { evaluateAccount } from '../../circuits/margin/evaluateAccount.ts';
import { equityGap, marginGap } from '../../circuits/margin/trigger.ts';
import { totalStdDev } from '../../circuits/pricing/totalStdDev.ts';
import { seeded } from '../circuits/pricing/pricingTestKit.ts';

/** A tenth of what the audit judges. */
const BLOCKS = 5;
/** The oracle's byte at the boundary itself. */
const AT_BOUNDARY = 128;

describe('FM-09 V10 accounts near the boundary', () => {
  test('no account is liquidated that is not exactly below, whatever the hints', () => {
    const figures = emptyFigures();
    for (let block = 0; block < BLOCKS; block++) tallyAccounts(figures.accounts, block);
    expect(boundaryFindings(figures)).toEqual([]);

    const tallies = Object.values(figures.accounts);
    const total = (part: (tally: (typeof tallies)[number]) => number) => tallies.reduce((sum, t) => sum + part(t), 0);
    expect(total((tally) => tally.accounts)).toBe(BLOCKS * ACCOUNTS.perBlock);
    // Not void: a third is accepted, and the charge gives up what lies within a band.
    expect(total((tally) => tally.honest.accepted)).toBeGreaterThan((BLOCKS * ACCOUNTS.perBlock) / 4);
    expect(total((tally) => tally.honest.givenUp)).toBeGreaterThan(total((tally) => tally.venue.givenUp));
    for (const kind of CASE_KINDS) {
      const { byBand, insolventCase, accounts } = figures.accounts[kind];
      for (const inBand of byBand) expect(inBand, kind).toBeGreaterThan(accounts / 9);
      expect(insolventCase, kind).toBeGreaterThan(accounts / 8);
    }
    expect(figures.accounts.floor.atFloor).toBeGreaterThan(figures.accounts.floor.accounts / 3);
    console.log(
      CASE_KINDS.map((kind) => {
        const { honest, venue } = figures.accounts[kind];
        return `${kind}: nearest accepted ${honest.closestAccepted}, as venue ${venue.closestAccepted} bands`;
      }).join('\n'),
    );
  });

  test('a charge a thousand times smaller, or a price three bands off, is noticed', () => {
    const { cases, verdicts } = judgedBlock(ACCOUNTS, 0);
    const planted = { smallCharge: 0, falsePrice: 0, none: 0 };
    cases.forEach((drawn, i) => {
      if ((verdicts[i] as number) < AT_BOUNDARY) return;
      const gapOf = drawn.insolvent ? equityGap : marginGap;
      const margin = evaluateAccount(drawn);
      const { equityError, marginError, rounding } = margin;
      const cheap = {
        ...margin,
        equityError: equityError / 1000n,
        marginError: marginError / 1000n,
        rounding: rounding / 1000n,
      };
      if (gapOf(cheap) > 0n) planted.smallCharge++;
      if (gapOf({ ...margin, equity: margin.equity - 3n * chargedBand(drawn).band }) > 0n) planted.falsePrice++;
      if (gapOf(margin) > 0n) planted.none++;
    });
    expect(planted.none).toBe(0);
    expect(planted.smallCharge).toBeGreaterThan(0);
    expect(planted.falsePrice).toBeGreaterThan(300);
  });

  test('verdicts hold only for the records that were judged', () => {
    expect(() => judgedBlock(ACCOUNTS, ACCOUNTS.blocks)).toThrow(expect.objectContaining({ code: 'AUDIT_RECORDS' }));
    const drawn = drawCase(7);
    expect(caseRecord(drawCase(7))).toBe(caseRecord(drawn));
    const other = { ...drawn, account: { ...drawn.account, cash: drawn.account.cash + 1n } };
    expect(caseRecord(other)).not.toBe(caseRecord(drawn));
  });

  test('the venue never does worse than the honest prover', () => {
    for (let seed = 0; seed < 200; seed++) {
      const { honest, venue } = judgeCase(drawCase(seed));
      expect(venue).toBeGreaterThanOrEqual(honest);
    }
  });
});

describe('V21 hints that the venue may choose', () => {
  test('are the extremes that a search over the constraints finds', () => {
    const random = seeded(21);
    for (let i = 0; i < 300; i++) {
      const square = random.below(1n << BigInt(20 + (i % 39)));
      const root = integerSqrt(square);
      expect([root, greatestRoot(square, root)]).toEqual(admissibleRoots(square, root));

      const w = (1n << 28n) + random.below(1n << BigInt(20 + (i % 36)));
      const s = totalStdDev(w).totalStdDev;
      const found = admissibleStdDevs(w, s).map((one) => one.totalStdDev);
      expect([found[0], found.at(-1)]).toEqual(searchStdDevs(w, s));

      const k = random.below(16n << 26n) - (8n << 26n);
      const near = i % 2 === 0 ? k : (k * s) >> 28n;
      const [low, high] = searchD1(near, s);
      const ends = admissibleD1(near, s);
      expect(ends).toContain(low);
      expect(ends).toContain(high);
    }
  });
});

describe('FM-11 FM-12 FM-13 FM-14 closes near their boundaries', () => {
  test('hold for exact prices up to the stated tolerance', () => {
    const figures = emptyFigures();
    tallyCloses(figures.closes, 0);
    expect(boundaryFindings(figures)).toEqual([]);
    for (const tally of [...Object.values(figures.closes.honest), ...Object.values(figures.closes.venue)]) {
      expect(tally.judged).toBeGreaterThan(100);
      expect(tally.worstPercent).toBeLessThan(100);
    }
    // Not void: some clauses hold by so little that they fail for exact prices.
    expect(figures.closes.venue['FM-14'].failsExactly).toBeGreaterThan(100);
    console.log(JSON.stringify(figures.closes));
  });

  test('prices off by ten times the bound are noticed at every clause', () => {
    const judged = judgedBlock(CLOSES, 0);
    const off = BigInt(Math.round(1e-6 * 2 ** 31));
    const tally = emptyCloseTally();
    closeShares(judged).forEach((shares, i) => {
      const close = drawClose(judged.cases[i] as BoundaryCase, CLOSES.firstSeed + i);
      if (close)
        addClose(
          tally,
          judgeClose(
            close,
            shares.map((share, at) => (at % 2 === 0 ? share + off : share - off)),
            false,
          ),
        );
    });
    for (const clause of AMOUNT_CLAUSES) expect(tally[clause].beyondTolerance, clause).toBeGreaterThan(0);
  });
});

test('the section names its counts and what it leaves out', () => {
  const figures = emptyFigures();
  tallyAccounts(figures.accounts, 0);
  const section = boundaryPart.describe(figures);
  expect(section).toContain('False liquidations: 0 with honest hints, 0 as the venue');
  expect(section).toContain('Not covered');
  const bad = structuredClone(figures);
  bad.accounts.steep.venue.falseLiquidations = 2;
  bad.closes.honest['FM-12'].beyondTolerance = 1;
  expect(boundaryFindings(bad)).toHaveLength(2);
});
