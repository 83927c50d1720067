import { NOT_SHOWN } from '../../report.ts';
import { h } from '../dom.ts';

/** What no proof of this statement shows. */
export function limitsView(): HTMLElement {
  return h(
    'div',
    {},
    h(
      'p',
      {},
      'A valid proof shows that the venue kept to its own rules, with its own hidden model. It does not show that rules, model or prices of the market were good ones. Whatever the verdict, it never shows:',
    ),
    h(
      'ul',
      {},
      ...[
        ...NOT_SHOWN,
        'That less could not have been closed in all: the amount is least for the one scenario that the venue chose and for this one step, not over all scenarios and rounds.',
      ].map((sentence) => h('li', {}, sentence)),
    ),
  );
}
