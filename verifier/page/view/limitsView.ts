import { NOT_SHOWN } from '../../report.ts';
import { h } from '../dom.ts';

/** What no proof of this statement shows. */
export function limitsView(): HTMLElement {
  return h('ul', {}, ...NOT_SHOWN.map((sentence) => h('li', {}, sentence)));
}
