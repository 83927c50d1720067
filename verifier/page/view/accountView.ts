import { accountCommitment } from '../../../circuits/commitment/accountCommitment.ts';
import type { CheckId } from '../../checks.ts';
import { formatScaled, MICRO } from '../../formats/decimal.ts';
import { writeNameTag } from '../../formats/fieldElement.ts';
import { writeTime } from '../../formats/time.ts';
import type { Opening } from '../../opening.ts';
import { type ComparedLine, compareRecord } from '../../record/compareRecord.ts';
import { heldQuantities } from '../../record/heldQuantities.ts';
import { readRecord } from '../../record/readRecord.ts';
import type { CheckStatus, Report } from '../../report.ts';
import { printable, reasonOf } from '../../reportBuilder.ts';
import { compareStatement, type StatementRelation } from '../../signed/compareStatement.ts';
import type { Statement } from '../../signed/statement.ts';
import { parseStatementText } from '../../signed/statementDocument.ts';
import { h } from '../dom.ts';

export interface AccountViewOptions {
  /** Whether the report is VALID; otherwise nothing of the opening is proven. */
  readonly isProven: boolean;
  readonly report: Report;
  /** Text of a statement that the user holds. */
  readonly statement?: string | undefined;
  /** Text of the user's own record of positions. */
  readonly record?: string | undefined;
  /** Addresses that the user trusts to sign for the venue; left out: the user said nothing. */
  readonly signers?: readonly string[] | undefined;
  /** Told what the user types as their record, to be given again with the next view. */
  readonly onRecord?: (text: string) => void;
}

const STATEMENT_CHECKS: readonly CheckId[] = [
  'statement',
  'statement-place',
  'statement-account',
  'statement-signer',
  'account-statement',
];
const MARKS: Record<CheckStatus, string> = { passed: '✓', failed: '✗', unconfirmed: '?' };

const SECOND = 'Keep it, and this opening: a second statement on the state is evidence for the registry.';
/** What a statement that the owner holds comes to, and what to do with it. */
const ADVICE: Record<StatementRelation, readonly [status: CheckStatus, advice: string]> = {
  same: ['passed', ''],
  older: ['unconfirmed', 'It says nothing of this state: ask the venue for its statement on it.'],
  later: [
    'unconfirmed',
    'It is no evidence: it is not from before the market data. Look for your statement on this state.',
  ],
  'later-before-liquidation': ['failed', 'Keep it: it is evidence for the registry.'],
  'two-truths': ['failed', SECOND],
  'other-time': ['failed', SECOND],
  'other-account': ['failed', 'If the statement is yours, this liquidation is not.'],
  'other-venue': ['failed', 'It says nothing of this account.'],
};
const FACTS = { accountNumber: 'Account number', sequence: 'State', cash: 'Cash, USD' } as const;

type Row = readonly string[];

/** The account of the opening, the venue's statement on it, and the user's own record beside it. */
export function accountView(opening: Opening, options: AccountViewOptions): HTMLElement {
  const { accountNumber, ownerTag } = opening.accountBefore;
  return h(
    'section',
    { 'aria-labelledby': 'mine' },
    h('h2', { id: 'mine' }, 'My account'),
    !options.isProven &&
      h('p', { class: 'banner' }, h('strong', {}, '✗ Nothing of this opening is proven'), ', because a check failed.'),
    h('p', {}, `Account number ${accountNumber}. Hash of the owner’s name: `, h('code', {}, writeNameTag(ownerTag))),
    table('The account of the opening', ['In it', 'Before', 'After'], accountRows(opening)),
    ...statementParts(opening, options),
    ...recordParts(opening, options),
  );
}

function accountRows({ published, accountBefore, accountAfter }: Opening): Row[] {
  const states = [accountBefore, accountAfter];
  const held = states.map((state) => heldQuantities(state, published));
  return [
    [FACTS.sequence, ...states.map(({ sequence }) => `${sequence}`)],
    ['Time', ...states.map(({ time }) => writeTime(time))],
    [FACTS.cash, ...states.map(({ cash }) => formatScaled(cash, MICRO))],
    ...[...new Set(held.flatMap((its) => [...its.keys()]))].map((name) => [
      name,
      ...held.map((its) => its.get(name) ?? '0'),
    ]),
  ];
}

function statementParts(opening: Opening, { isProven, report, statement, signers }: AccountViewOptions): Node[] {
  const checks = report.checks.filter(({ id }) => STATEMENT_CHECKS.includes(id));
  const fact = checks.pop();
  const isConfirmed = isProven && fact?.status === 'passed';
  const own = opening.statement;
  return [
    h('h3', {}, 'The venue’s signed statement'),
    h('p', { class: isConfirmed ? 'big passed' : 'big unconfirmed' }, isConfirmed ? '✓ Confirmed' : '? Unconfirmed'),
    h('p', {}, fact?.sentence),
    ...(own ? [described(own)] : []),
    ...checks.map(({ status, title, sentence }) =>
      verdict(status, status === 'passed' ? title : `${title}: ${sentence}`),
    ),
    ...(statement === undefined
      ? [h('p', { class: 'soft' }, 'Do you hold a statement that the venue signed for you? Add it beside the receipt.')]
      : [h('h3', {}, 'The statement that you hold'), ...heldParts(statement, opening, isProven, report, signers)]),
  ];
}

function heldParts(
  text: string,
  { published, accountBefore, snapshot }: Opening,
  isProven: boolean,
  { receipt }: Report,
  signers: AccountViewOptions['signers'],
): Node[] {
  let held: Statement;
  try {
    held = parseStatementText(text);
  } catch (error) {
    return [verdict('failed', `It cannot be read: ${reasonOf(error)}.`)];
  }
  const { relation, sentence } = compareStatement(held, {
    venue: published.document.venue,
    account: accountBefore,
    accountCommitment: accountCommitment(accountBefore),
    observedAt: snapshot.time,
  });
  const [status, advice] = ADVICE[relation];
  const isTrusted = signers?.some((signer) => signer.toLowerCase() === held.signer);
  return [
    verdict(status, `${sentence} ${isProven ? advice : 'But nothing of the opening is proven.'}`),
    described(held),
    String(held.place.chainId) !== receipt?.chainId &&
      verdict('failed', 'It was signed for another chain than that of the receipt.'),
    isTrusted === undefined
      ? verdict('unconfirmed', 'Compare the signer with the address that the venue publishes.')
      : isTrusted
        ? verdict('passed', 'You trust the signer.')
        : verdict('failed', 'You do not trust the signer.'),
  ].filter((part) => part !== false);
}

function described({ signer, venue, accountNumber, stateSequence, stateTime, place }: Statement): Node {
  const where = place.chainId === 0n ? 'no chain' : `chain ${place.chainId}, registry ${place.verifyingContract}`;
  return h(
    'p',
    {},
    `Signed by ${signer} for ${JSON.stringify(venue)}: account number ${accountNumber}, state ${stateSequence} of ${writeTime(stateTime)}. Counts on ${where}.`,
  );
}

function recordParts(opening: Opening, { record = '', onRecord }: AccountViewOptions): Node[] {
  const found = h('div', { role: 'status' });
  const lines = h('div');
  const update = () => {
    let parts: [Node, Node?];
    try {
      parts = input.value.trim() === '' ? [h('p')] : compared(input.value, opening);
    } catch (error) {
      parts = [verdict('failed', `Your record cannot be read: ${reasonOf(error)}.`)];
    }
    const [sentence, its = ''] = parts;
    found.replaceChildren(sentence);
    lines.replaceChildren(its);
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
      'Paste your positions before the liquidation, CSV or JSON as the venue exports them, in units of the underlying. They stay on this page:',
    ),
    input,
    found,
    lines,
  ];
}

function compared(text: string, opening: Opening): [Node, Node] {
  const record = readRecord(text);
  const { positions, facts } = compareRecord(record, opening);
  const isOther = (its: ComparedLine) => its.finding !== 'same';
  const count = positions.length;
  const others = positions.filter(isOther).length;
  const otherFacts = facts.filter(isOther);
  const number = otherFacts.find(({ name }) => name === 'accountNumber');
  const sentence = [
    number && `Not your account: your record is of number ${number.yours}, the opening of ${number.venues}.`,
    others === 0
      ? `Your record and the opening agree on all ${count} positions.`
      : `Your record and the opening differ on ${others} of ${count} positions. Either your record is of another time or in other units, or the venue’s account is not yours. If it is not, this receipt is not about you: ask the venue for the statement that it signed on yours.`,
    otherFacts.length > 0 && `Also different: ${otherFacts.map(({ name }) => FACTS[name]).join('; ')}.`,
  ]
    .filter((part) => part)
    .join(' ');
  const all = [...facts.map((its) => ({ ...its, name: FACTS[its.name] })), ...positions];
  return [
    verdict(all.some(isOther) ? 'failed' : 'passed', sentence),
    table(
      `Your record (${record.columns.join(', ')}) and the opening`,
      ['In it', 'You say', 'The venue’s opening says', 'Finding'],
      [...all.filter(isOther), ...all.filter((its) => !isOther(its))].map((its) => [
        its.name,
        its.yours ?? '–',
        its.venues ?? '–',
        `${MARKS[isOther(its) ? 'failed' : 'passed']} ${its.finding}`,
      ]),
    ),
  ];
}

/** A finding with its sign. */
function verdict(status: CheckStatus, sentence: string): HTMLElement {
  return h('p', {}, h('b', { class: status }, MARKS[status]), ` ${printable(sentence)}`);
}

function table(caption: string, heads: Row, rows: readonly Row[]): HTMLElement {
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': printable(caption) },
    h(
      'table',
      {},
      h('caption', {}, printable(caption)),
      h('thead', {}, h('tr', {}, ...heads.map((head) => h('th', { scope: 'col' }, head)))),
      h(
        'tbody',
        {},
        ...rows.map(([name, ...cells]) =>
          h('tr', {}, h('th', { scope: 'row' }, name), ...cells.map((cell) => h('td', {}, cell))),
        ),
      ),
    ),
  );
}
