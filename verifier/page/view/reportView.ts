import { explanationOf } from '../../explanationOf.ts';
import { type BannerCode, CHECK_MARKS, type Check, type CheckStatus, type Report } from '../../report.ts';
import { h } from '../dom.ts';
import { download } from '../download.ts';

/** Titles of the groups; what needs attention stands first. */
const GROUPS: readonly (readonly [status: CheckStatus, title: string])[] = [
  ['failed', 'What failed'],
  ['unconfirmed', 'What is not confirmed'],
  ['passed', 'What was checked and holds'],
];

/** Class of the box, heading, and what it comes to. */
function words({ verdict, banners, headline, unconfirmed }: Report): readonly [string, string, string] {
  const [facts, they] =
    unconfirmed === 1
      ? ['1 fact is not confirmed', 'it holds']
      : [`${unconfirmed} facts are not confirmed`, 'they hold'];
  if (verdict !== 'VALID') return ['failed', '✗ INVALID', headline];
  const warns = (banner: BannerCode) => banners.some(({ code }) => code === banner);
  if (warns('DEVELOPMENT')) {
    return [
      'unconfirmed',
      '! Test key: this shows nothing about a real liquidation',
      `The proof checks out only under a test key. Its secret is public, so anyone can forge such a proof. And ${facts}:`,
    ];
  }
  return [
    // A venue that signed two truths gets no green.
    warns('EQUIVOCATED') ? 'unconfirmed' : 'passed',
    '✓ The proof is valid',
    `? ${facts}: whether the liquidation was right follows only if ${they} too.`,
  ];
}

/** Verdict, warnings and every check of a report. "Valid" is only ever said of the proof. */
export function reportView(report: Report): HTMLElement {
  const [look, title, meaning] = words(report);
  const rows = GROUPS.map(([status]) =>
    report.checks.filter((check) => check.status === status).map((check) => [check, row(check)] as const),
  );
  const isFailed = look === 'failed';
  const named = rows[isFailed ? 0 : 1] ?? [];
  const { receipt } = report;
  return h(
    'section',
    { class: 'report', 'aria-labelledby': 'verdict' },
    h(
      'div',
      { class: `banner verdict ${look}` },
      h('h2', { id: 'verdict', tabindex: -1 }, title),
      h('p', { class: 'meaning' }, meaning),
      h(
        'ul',
        {},
        ...named.map(([check, its]) =>
          h('li', {}, h('button', { click: () => reveal(its) }, `${isFailed ? '✗' : '?'} ${check.title}`)),
        ),
      ),
    ),
    ...report.banners.map(({ code, sentence }) =>
      h('h3', { class: `banner ${code === 'EQUIVOCATED' ? 'failed' : 'unconfirmed'}` }, `! ${sentence}`),
    ),
    receipt &&
      h(
        'dl',
        {},
        ...[
          ['Venue', receipt.venue],
          ['Liquidation number', receipt.sequence],
          ['Chain', receipt.chainId === '0' ? 'none' : receipt.chainId],
          ['Circuit size', receipt.instance],
          ['Verification key', receipt.verificationKeyHash],
        ].flatMap(([term = '', value = '']) => [h('dt', {}, term), h('dd', {}, value)]),
      ),
    ...GROUPS.map(([status, name], i) => {
      const its = rows[i] ?? [];
      return (
        its.length > 0 &&
        h(
          'details',
          { open: status !== 'passed' },
          h('summary', {}, h('h3', {}, `${name} (${its.length})`)),
          h('ul', { class: 'checks' }, ...its.map(([, item]) => item)),
        )
      );
    }),
    h('p', {}, h('button', { click: () => save(report) }, 'Save this report (JSON)')),
  );
}

function row(check: Check): HTMLElement {
  const { status, title, sentence } = check;
  return h(
    'li',
    { tabindex: -1 },
    h('b', { class: status }, `${CHECK_MARKS[status]} ${status}`),
    ' ',
    h('b', {}, title),
    h('p', {}, sentence),
    h('details', {}, h('summary', {}, 'How do I know?'), h('p', {}, explanationOf(check))),
  );
}

function reveal(its: HTMLElement): void {
  for (const details of [its.closest('details'), its.querySelector('details')]) if (details) details.open = true;
  its.focus();
}

/** Gives the user the report as `fairmark verify --json` prints it. */
function save(report: Report): void {
  download('fairmark-report.json', [JSON.stringify(report, null, 2), '\n'], 'application/json');
}
