import { writeLink } from '../../link/writeLink.ts';
import { h } from '../dom.ts';

/**
 * Buttons that copy a link to this page with what was checked in it.
 *
 * @param opening its text, where it can be read
 */
export function copyLinks(receipt: string, opening: string | undefined): HTMLElement {
  const base = location.href.split('#', 1)[0] ?? '';
  const said = h('p', { role: 'status' });
  const area = h('textarea', { readonly: true, hidden: true, 'aria-label': 'Link' });
  const button = (label: string, its?: string) =>
    h(
      'button',
      {
        click: async () => {
          area.value = `${base}#${await writeLink(receipt, its)}`;
          let done = 'Copied.';
          try {
            await navigator.clipboard.writeText(area.value);
          } catch {
            done = 'Copy it from here:';
            area.hidden = false;
            area.select();
          }
          said.replaceChildren(done);
        },
      },
      label,
    );
  return h(
    'div',
    {},
    button('Copy a link to this receipt'),
    ' ',
    opening !== undefined && button('Copy a link with your account in it', opening),
    base.startsWith('file:') && ' A link works only where this file lies.',
    said,
    area,
  );
}
