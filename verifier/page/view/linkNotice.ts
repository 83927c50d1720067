import { h } from '../dom.ts';

/** What to know of a link after it was opened, from the address or pasted. */
export function linkNotice(): HTMLElement {
  return h(
    'p',
    { class: 'banner', id: 'by-link' },
    'This came by a link. A link with an opening holds your account: whoever has the link can read it. The address no longer holds it; the browser’s history may have kept it. This page sent it to nobody.',
  );
}
