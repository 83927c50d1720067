import type { ChainSource } from '../../chain/chainSource.ts';
import type { Trust } from '../../trustedSigners.ts';
import { h } from '../dom.ts';

/** Whom the user trusts, and which nodes to ask. */
export interface PageTrust extends Trust {
  readonly source?: ChainSource;
}

/** The form for nodes, registry and signers. */
export function trustView(_onChange: (trust: PageTrust) => void): HTMLElement {
  return h('div');
}
