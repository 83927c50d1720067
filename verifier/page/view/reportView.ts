import { explanationOf } from '../../explanationOf.ts';
import type { BannerCode, Check, CheckStatus, Report } from '../../report.ts';
import { h } from '../dom.ts';

/** Sign and word of a check, and the title of its group; what needs attention stands first. */
const GROUPS: readonly (readonly [status: CheckStatus, mark: string, title: string])[] = [
  ['failed', '✗ failed', 'What failed'],
  ['unconfirmed', '? unconfirmed', 'What is not confirmed'],
  ['passed', '✓ passed', 'What was checked and holds'],
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
  const rows = GROUPS.map(([status, mark]) =>
    report.checks.filter((check) => check.status === status).map((check) => [check, row(check, mark)] as const),
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
    ...GROUPS.map(([status, , name], i) => {
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

function row(check: Check, mark: string): HTMLElement {
  const { status, title, sentence } = check;
  return h(
    'li',
    { tabindex: -1 },
    h('b', { class: status }, mark),
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
  const href = URL.createObjectURL(new Blob([JSON.stringify(report, null, 2), '\n'], { type: 'application/json' }));
  h('a', { href, download: 'fairmark-report.json' }).click();
  // Some browsers read it only once the user has agreed.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
