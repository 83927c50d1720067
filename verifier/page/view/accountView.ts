import type { Opening } from '../../opening.ts';
import type { Report } from '../../report.ts';
import { h } from '../dom.ts';

export interface AccountViewOptions {
  /** Whether the report is VALID; otherwise nothing of the opening is proven. */
  readonly isProven: boolean;
  readonly report: Report;
  /** Text of a statement that the user holds. */
  readonly statement?: string | undefined;
  /** Text of the user's own record of positions. */
  readonly record?: string | undefined;
}

/** The account of the opening, the venue's statement on it, and the user's own record beside it. */
export function accountView(_opening: Opening, _options: AccountViewOptions): HTMLElement {
  return h('section', {}, h('h2', {}, 'My account'));
}
