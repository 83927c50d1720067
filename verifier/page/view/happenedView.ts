import type { Opening } from '../../opening.ts';
import { h } from '../dom.ts';

/** What happened, in pictures. */
export function happenedView(_opening: Opening): HTMLElement {
  return h('section', {}, h('h2', {}, 'What happened'));
}
