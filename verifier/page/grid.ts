import { h } from './dom.ts';

export type Cell = Node | string | readonly (Node | string)[];

const parts = (cell: Cell = []) => [cell].flat();

/** A table that scrolls by itself where it is wide. The first cell of a row names it. */
export function grid(caption: string, heads: readonly string[], rows: readonly (readonly Cell[])[]): HTMLElement {
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    h(
      'table',
      { class: 'grid' },
      h('caption', {}, caption),
      h('tr', {}, ...heads.map((head) => h('th', { scope: 'col' }, head))),
      ...rows.map(([name, ...cells]) =>
        h('tr', {}, h('th', { scope: 'row' }, ...parts(name)), ...cells.map((cell) => h('td', {}, ...parts(cell)))),
      ),
    ),
  );
}
