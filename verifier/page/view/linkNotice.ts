import { h } from '../dom.ts';

/**
 * What to know of a link after it was opened.
 *
 * @param wasAddress whether it was the address of the page; else it was pasted
 */
export function linkNotice(wasAddress: boolean): HTMLElement {
  return h(
    'p',
    { class: 'banner', id: 'by-link' },
    h('strong', {}, 'This came by a link.'),
    ' A link with an opening holds your account: whoever has the link can read it. ',
    wasAddress && 'It was removed from the address; the browser’s history may have kept it. ',
    'This page sent it to nobody.',
  );
}
