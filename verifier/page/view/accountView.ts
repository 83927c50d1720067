import { accountCommitment } from '../../../circuits/commitment/accountCommitment.ts';
import { formatScaled, MICRO } from '../../formats/decimal.ts';
import { writeNameTag } from '../../formats/fieldElement.ts';
import { writeTime } from '../../formats/time.ts';
import type { Opening } from '../../opening.ts';
import { compareRecord } from '../../record/compareRecord.ts';
import { heldQuantities } from '../../record/heldQuantities.ts';
import { readRecord } from '../../record/readRecord.ts';
import type { CheckStatus, Report } from '../../report.ts';
import { printable, reasonOf } from '../../reportBuilder.ts';
import { compareStatement } from '../../signed/compareStatement.ts';
import type { Statement } from '../../signed/statement.ts';
import { parseStatementText } from '../../signed/statementDocument.ts';
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
const MARKS: Record<CheckStatus, string> = { passed: '✓', failed: '✗', unconfirmed: '?' };

/** The account of the opening, the venue's statement on it, and the user's own record beside it. */
export function accountView(opening: Opening, options: AccountViewOptions): HTMLElement {
  const { published, accountBefore, accountAfter } = opening;
  const states = [accountBefore, accountAfter];
  const held = states.map((state) => heldQuantities(state, published));
  return h(
    'section',
    { 'aria-labelledby': 'mine' },
    h('h2', { id: 'mine' }, 'My account'),
    !options.isProven && h('p', { class: 'banner' }, '✗ A check failed: nothing of this opening is proven.'),
    grid(
      `Account number ${accountBefore.accountNumber}`,
      ['What', 'Before', 'After'],
      [
        ['State', ...states.map(({ sequence }) => `${sequence}`)],
        ['Time', ...states.map(({ time }) => writeTime(time))],
        ['Cash, USD', ...states.map(({ cash }) => formatScaled(cash, MICRO))],
        ...[...new Set(held.flatMap((its) => [...its.keys()]))].map((name) => [
          name,
          ...held.map((its) => its.get(name) ?? '0'),
        ]),
      ],
    ),
    h('p', { class: 'soft' }, 'Hash of the owner’s name: ', h('code', {}, writeNameTag(accountBefore.ownerTag))),
    ...statementParts(opening, options),
    ...recordParts(opening, options),
  );
}

function statementParts(opening: Opening, { isProven, report, statement }: AccountViewOptions): Node[] {
  const checks = report.checks.filter(({ id }) => STATEMENT_CHECK.test(id));
  const fact = checks.find(({ id }) => id === 'account-statement');
  const isConfirmed = isProven && fact?.status === 'passed';
  return [
    h('h3', {}, 'The venue’s signed statement'),
    h('p', { class: isConfirmed ? 'big passed' : 'big unconfirmed' }, isConfirmed ? '✓ Confirmed' : '? Unconfirmed'),
    h('p', {}, fact?.sentence),
    ...(opening.statement
      ? [
          described(opening.statement),
          h('p', {}, checks.map(({ status, title }) => `${MARKS[status]} ${title}`).join('; ')),
        ]
      : []),
    ...(statement === undefined ? [] : heldParts(statement, opening, isProven, report)),
  ];
}

/** What a statement comes to that the owner holds, and what to do with it. */
function heldParts(text: string, opening: Opening, isProven: boolean, { receipt }: Report): Node[] {
  const { published, accountBefore, snapshot } = opening;
  const title = h('h3', {}, 'The statement that you hold');
  try {
    const held = parseStatementText(text);
    const { relation, sentence } = compareStatement(held, {
      venue: published.document.venue,
      account: accountBefore,
      accountCommitment: accountCommitment(accountBefore),
      observedAt: snapshot.time,
    });
    const isHere = String(held.place.chainId) === receipt?.chainId;
    const isOtherState = relation === 'older' || relation === 'later';
    const isEvidence = /before|truths|time/.test(relation);
    return [
      title,
      verdict(relation === 'same' && isHere ? 'passed' : isOtherState ? 'unconfirmed' : 'failed', [
        sentence,
        isOtherState && 'Look for the one on this state.',
        isEvidence &&
          (isProven
            ? 'Keep it and the opening: the registry takes such evidence.'
            : 'But nothing of the opening is proven.'),
        !isHere && 'It counts on another chain than the receipt.',
        'Compare its signer with the address that the venue publishes.',
      ]),
      described(held),
    ];
  } catch (error) {
    return [title, verdict('failed', [`It cannot be read: ${reasonOf(error)}.`])];
  }
}

function described({ signer, venue, accountNumber, stateSequence, stateTime, place }: Statement): Node {
  return h(
    'p',
    { class: 'soft' },
    `Signed by ${signer} for ${venue}, account number ${accountNumber}, state ${stateSequence} of ${writeTime(stateTime)}, on chain ${place.chainId}.`,
  );
}

function recordParts(opening: Opening, { record = '', onRecord }: AccountViewOptions): Node[] {
  const found = h('div', { role: 'status' });
  const lines = h('div');
  const update = () => {
    found.replaceChildren();
    lines.replaceChildren();
    if (input.value.trim() === '') return;
    try {
      const compared = compareRecord(readRecord(input.value), opening);
      const count = compared.filter(([, yours, venues]) => yours !== venues).length;
      const all = `${compared.length} lines`;
      found.append(
        count === 0
          ? verdict('passed', [`Your record and the opening agree on all ${all}.`])
          : verdict('failed', [
              `Your record and the opening differ on ${count} of ${all}. Either your record is of another time or in other units (not of the underlying), or this is not your account, and the liquidation not yours: ask the venue for its statement.`,
            ]),
      );
      lines.append(
        grid(
          'Your record and the opening',
          ['What', 'You say', 'The venue’s opening says', 'Finding'],
          compared.map(([name, yours = '–', venues = '–']) => [
            name,
            yours,
            venues,
            yours === venues
              ? '✓ same'
              : `✗ ${yours === '–' ? 'only in the venue’s' : venues === '–' ? 'only in yours' : 'differs'}`,
          ]),
        ),
      );
    } catch (error) {
      found.append(verdict('failed', [`Your record cannot be read: ${reasonOf(error)}.`]));
    }
  };
  const input = h('textarea', {
    ...{ id: 'record', rows: 4, spellcheck: 'false', autocomplete: 'off' },
    input: () => {
      onRecord?.(input.value);
      update();
    },
  });
  input.value = record;
  update();
  return [
    h('h3', {}, 'Your own record'),
    h(
      'label',
      { for: 'record' },
      'Paste your positions before it, as the venue exports them (CSV or JSON). They stay on this page:',
    ),
    input,
    found,
    lines,
  ];
}

/** A finding with its sign. */
function verdict(status: CheckStatus, sentences: readonly (string | false)[]): HTMLElement {
  return h(
    'p',
    {},
    h('b', { class: status }, MARKS[status]),
    ` ${printable(sentences.filter((sentence) => sentence).join(' '))}`,
  );
}
