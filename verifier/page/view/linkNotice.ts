import { h } from '../dom.ts';

/** What to know of a link after it was opened, from the address or pasted. */
export function linkNotice(): HTMLElement {
  return h(
    'p',
    { class: 'banner', id: 'by-link' },
    'This came by a link. A link with an opening holds your account: whoever has it can read it. It is gone from the address; the browser’s history may have kept it.',
  );
}
