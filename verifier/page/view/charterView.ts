import type { PublishedCharter } from '../../formats/charter.ts';
import { h } from '../dom.ts';

/** The charter in a trader's words. */
export function charterView(_published: PublishedCharter): HTMLElement {
  return h('section', {}, h('h2', {}, 'The charter'));
}
