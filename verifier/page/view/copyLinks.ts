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
  const shown = h('div');
  const button = (label: string, its?: string) =>
    h(
      'button',
      {
        type: 'button',
        click: async () => {
          const link = `${base}#${await writeLink(receipt, its)}`;
          const area = h('textarea', { readonly: true, rows: 3, 'aria-label': 'The link' }, link);
          try {
            await navigator.clipboard.writeText(link);
            shown.replaceChildren();
            said.replaceChildren('Copied.');
          } catch {
            shown.replaceChildren(area);
            area.select();
            said.replaceChildren('The browser did not copy it: copy it from here.');
          }
        },
      },
      label,
    );
  return h(
    'div',
    { class: 'links' },
    button('Copy a link to this receipt'),
    ' ',
    opening !== undefined && button('Copy a link with your account in it', opening),
    base.startsWith('file:') && h('p', { class: 'soft' }, 'A link works only where this file lies.'),
    said,
    shown,
  );
}
