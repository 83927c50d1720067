import { accountCommitment } from '../../../circuits/commitment/accountCommitment.ts';
import { writeTime } from '../../formats/time.ts';
import type { Opening } from '../../opening.ts';
import { compareRecord } from '../../record/compareRecord.ts';
import { readRecord } from '../../record/readRecord.ts';
import { CHECK_MARKS, type Report } from '../../report.ts';
import { printable, reasonOf } from '../../reportBuilder.ts';
import { compareStatement } from '../../signed/compareStatement.ts';
import type { Statement } from '../../signed/statement.ts';
import { readStatement } from '../../signed/statementDocument.ts';
import { h } from '../dom.ts';
import { grid } from '../grid.ts';

export interface AccountViewOptions {
  /** Whether the report is VALID; otherwise nothing of the opening is proven. */
  readonly isProven: boolean;
  readonly report: Report;
  /** Text of a statement that the user holds. */
  readonly statement?: string | undefined;
  /** Text of the user's own record of positions. */
  readonly record?: string | undefined;
  /** Told what the user types as their record, to be given again with the next view. */
  readonly onRecord?: (text: string) => void;
}

/** The checks of a statement, but not that of the version of STATEMENT.md. */
const STATEMENT_CHECK = /^statement(?!-v)|-statement$/;

/** The account of the opening, the venue's statement on it, and the user's own record beside it. */
export function accountView(opening: Opening, options: AccountViewOptions): HTMLElement {
  const { isProven, report, statement } = options;
  const checks = report.checks.filter(({ id }) => STATEMENT_CHECK.test(id));
  const fact = checks.find(({ id }) => id === 'account-statement');
  const isConfirmed = isProven && fact?.status === 'passed';
  return h(
    'section',
    {},
    h('h2', {}, 'My account'),
    !isProven && h('p', { class: 'banner' }, '✗ A check failed: nothing of this opening is proven.'),
    h('p', { class: isConfirmed ? 'big passed' : 'big unconfirmed' }, isConfirmed ? '✓ Confirmed' : '? Unconfirmed'),
    h('p', {}, fact?.sentence),
    opening.statement &&
      described(
        'The venue’s statement',
        opening.statement,
        checks.map(({ status, title }) => `${CHECK_MARKS[status]} ${title}`).join('; '),
      ),
    statement !== undefined && heldStatement(statement, opening, isProven),
    ...recordParts(opening, options),
  );
}

/** What a statement comes to that the owner holds, and what to do with it. */
function heldStatement(text: string, { published, accountBefore, snapshot }: Opening, isProven: boolean): Node {
  try {
    const held = readStatement(JSON.parse(text));
    const { relation, sentence } = compareStatement(held, {
      venue: published.document.venue,
      account: accountBefore,
      accountCommitment: accountCommitment(accountBefore),
      observedAt: snapshot.time,
    });
    const mark = relation === 'same' ? '✓' : /^(older|later)$/.test(relation) ? '?' : '✗';
    const advice = /before|truths|time/.test(relation)
      ? isProven
        ? ' Keep it and the opening: the registry takes such evidence.'
        : ' But nothing of the opening is proven.'
      : mark === '?'
        ? ' Look for the one on this state.'
        : '';
    return described('Your statement', held, `${mark} ${sentence}${advice}`);
  } catch (error) {
    return h('p', {}, `✗ Your statement cannot be read: ${printable(reasonOf(error))}.`);
  }
}

function described(what: string, its: Statement, finding: string): Node {
  const { signer, stateSequence, stateTime, place } = its;
  return h(
    'p',
    {},
    h('b', {}, what),
    `: state ${stateSequence} of ${writeTime(stateTime)}, signed for chain ${place.chainId} by ${signer} (compare with the venue’s published address). ${finding}`,
  );
}

function recordParts(opening: Opening, { record = '', onRecord }: AccountViewOptions): Node[] {
  const found = h('p', { role: 'status' });
  const lines = h('div');
  const update = () => {
    const text = input.value;
    let read: ReadonlyMap<string, string> | undefined;
    let sentence = '';
    try {
      read = text.trim() === '' ? undefined : readRecord(text);
    } catch (error) {
      sentence = `✗ Your record cannot be read: ${reasonOf(error)}.`;
    }
    // Without a record there is no finding, and nothing that the user says.
    const shown = (row: readonly string[]) => row.filter((_, i) => read || i < 1 || i > 2);
    const rows = compareRecord(read ?? new Map(), opening);
    const all = rows.filter(([, finding]) => finding).length;
    const others = rows.filter(([, finding]) => finding.startsWith('✗')).length;
    if (read) {
      sentence =
        others === 0
          ? `✓ Your record and the opening agree on all ${all} lines.`
          : `✗ Your record and the opening differ on ${others} of ${all} lines. Your record may be of another time, or not in units of the underlying. Else this is not your account: ask the venue for its statement.`;
    }
    found.replaceChildren(sentence);
    lines.replaceChildren(
      grid(
        'The account, in units of the underlying and USD',
        shown(['What', 'Finding', 'You say', 'The venue’s opening says', 'After it']),
        rows.map(shown),
      ),
    );
  };
  const input = h('textarea', {
    ...{ id: 'record', spellcheck: 'false' },
    input: () => {
      onRecord?.(input.value);
      update();
    },
  });
  input.value = record;
  update();
  return [
    h(
      'label',
      { for: 'record' },
      'Paste your own positions before the liquidation, as the venue exports them (CSV or JSON):',
    ),
    input,
    found,
    lines,
  ];
}
