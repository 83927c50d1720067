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
      'A valid proof shows that the venue kept to its own rules and hidden model, not that these were good. It never shows:',
    ),
    h(
      'ul',
      {},
      ...[
        ...NOT_SHOWN,
        'That the least was closed over all scenarios and rounds: the amount is least for this scenario and this step only.',
      ].map((sentence) => h('li', {}, sentence)),
    ),
  );
}
