import type { Check, CheckStatus, Report } from '../../report.ts';
import { h } from '../dom.ts';

const WORDS: Record<CheckStatus, string> = { passed: '✓ passed', failed: '✗ failed', unconfirmed: '? unconfirmed' };
/** What needs attention stands first. */
const ORDER: readonly CheckStatus[] = ['failed', 'unconfirmed', 'passed'];
const GROUPS: Record<CheckStatus, string> = {
  failed: 'What failed',
  unconfirmed: 'What nobody has confirmed yet',
  passed: 'What was checked and holds',
};

/** Verdict, warnings and every check of a report. "Valid" is only ever said of the proof. */
export function reportView(report: Report): HTMLElement {
  const isValid = report.verdict === 'VALID';
  const facts = report.unconfirmed === 1 ? '1 fact is' : `${report.unconfirmed} facts are`;
  return h(
    'section',
    { 'aria-labelledby': 'verdict' },
    h('h2', { id: 'verdict', tabindex: -1 }, 'Verdict'),
    h(
      'div',
      { class: `verdict ${isValid ? 'valid' : 'invalid'}`, role: 'status' },
      h('strong', {}, isValid ? '✓ The proof is valid' : '✗ INVALID'),
      h(
        'p',
        {},
        isValid
          ? `${facts} unconfirmed: that the liquidation was fair follows only if they hold too. See below.`
          : report.headline,
      ),
    ),
    ...report.banners.map(({ code, sentence }) =>
      h('p', { class: 'banner' }, h('strong', {}, `! ${code}`), ` ${sentence}`),
    ),
    ...ORDER.flatMap((status) => group(report.checks, status)),
  );
}

function group(checks: readonly Check[], status: CheckStatus): HTMLElement[] {
  const its = checks.filter((check) => check.status === status);
  if (its.length === 0) return [];
  return [
    h('h3', {}, `${GROUPS[status]} (${its.length})`),
    h(
      'ul',
      { class: 'checks' },
      ...its.map(({ title, sentence, clause }) =>
        h(
          'li',
          {},
          h('span', { class: `mark ${status}` }, WORDS[status]),
          ' ',
          h('b', {}, title),
          clause === undefined ? null : h('span', { class: 'soft' }, ` (STATEMENT.md, ${clause})`),
          h('br'),
          sentence,
        ),
      ),
    ),
  ];
}
