import { InputError } from '../../../circuits/errors.ts';
import type { NodeSource } from '../../chain/nodeReader.ts';
import { quorumReader } from '../../chain/quorumReader.ts';
import { readAddressArgument } from '../../chain/readAddressArgument.ts';
import { rpcReader } from '../../chain/rpcReader.ts';
import { readRpcUrl } from '../../chain/rpcUrl.ts';
import type { Trust } from '../../trustedSigners.ts';
import { h } from '../dom.ts';

/** Whom the user trusts, and which nodes to ask. */
export interface PageTrust extends Trust {
  readonly source?: NodeSource;
}

/** Legend and hint of each group, and its fields: id, label, hint, lines. */
const GROUPS = [
  [
    'The chain',
    'The nodes learn which liquidation is asked about. Give two, of different operators: one alone could lie.',
    ['node', 'Node', 'https://…', 1],
    ['node2', 'Second node', 'https://…', 1],
    ['registry', 'Registry', 'From the venue or a source that you trust, never from who gave you the receipt.', 1],
  ],
  [
    'Signers',
    'From oracle and venue themselves. They count only with an opening.',
    ['oracle', 'Signers of the oracle', 'One address a line.', 2],
    ['quorum', 'How many of them must have signed', 'Empty: all.', 1],
    ['signers', 'Signers of the venue’s statements', 'One address a line.', 2],
  ],
] as const;

type FieldName = Exclude<(typeof GROUPS)[number][number], string>[0];

function refuse(sentence: string): never {
  throw new InputError('FIELD', sentence);
}

function nodeOf(text: string): URL | undefined {
  if (text === '') return undefined;
  const url = readRpcUrl(text, 'This');
  // What the content policy of the page lets through.
  if (url.protocol === 'https:' || /^(127\.0\.0\.1|localhost)$/.test(url.hostname)) return url;
  return refuse('Give an address of https: http is for nodes on this device only');
}

/** Addresses that stand in lines, without repetitions; `undefined` for none. */
function addressesOf(text: string): readonly string[] | undefined {
  if (text === '') return undefined;
  return [...new Set(text.split(/[\s,]+/).map((line) => readAddressArgument(line, 'A line')))];
}

/** The form for nodes, registry and signers. */
export function trustView(onChange: (trust: PageTrust) => void): HTMLElement {
  const inputs = {} as Record<FieldName, HTMLInputElement | HTMLTextAreaElement>;
  const status = h('p', { role: 'status' });

  const submit = (event: Event) => {
    event.preventDefault();
    let bad: HTMLElement | undefined;
    /** Reads a field, and says at it what is wrong. */
    const take = <T>(name: FieldName, read: (text: string) => T): T | undefined => {
      const input = inputs[name];
      const said = input.nextElementSibling as HTMLElement;
      said.textContent = '';
      input.ariaInvalid = null;
      try {
        return read(input.value.trim());
      } catch (error) {
        said.textContent = `✗ ${(error as InputError).message}.`;
        input.ariaInvalid = 'true';
        bad ??= input;
        return undefined;
      }
    };
    const node = take('node', nodeOf);
    const second = take('node2', (text) => {
      const url = nodeOf(text);
      return url && url.host === node?.host ? refuse('This is the first node again') : url;
    });
    const nodes = [node, second].flatMap((url) => (url ? rpcReader(url) : []));
    const registry = take('registry', (text) => {
      if (text !== '')
        return nodes.length > 0 || bad ? readAddressArgument(text, 'This') : refuse('Name a node to ask');
      return nodes.length > 0 ? refuse('Name the registry that you trust') : undefined;
    });
    const signers = take('oracle', addressesOf);
    const quorum = take('quorum', (text) => {
      const most = signers?.length ?? 0;
      if (text === '') return most;
      return /^[1-9]\d{0,3}$/.test(text) && Number(text) <= most
        ? Number(text)
        : refuse(`Give a number from 1 to that of the signers, ${most}`);
    });
    const statementSigners = take('signers', addressesOf);
    status.textContent = bad ? 'Nothing was changed: see the marked fields.' : 'Used from now on.';
    if (bad) return bad.focus();
    if (nodes.length === 1) status.append(' One node alone could lie.');
    onChange({
      ...(registry && { source: { chain: quorumReader(nodes), registry } }),
      ...(signers && quorum && { oracle: { signers, quorum } }),
      ...(statementSigners && { statementSigners }),
    });
  };

  const field = (id: FieldName, label: string, hint: string, rows: number) => {
    const attributes = { id, autocomplete: 'off', 'aria-describedby': `${id}-bad ${id}-hint` };
    inputs[id] = rows > 1 ? h('textarea', { ...attributes, rows }) : h('input', attributes);
    return [
      h('label', { for: id }, label),
      inputs[id],
      h('div', { id: `${id}-bad`, class: 'failed' }),
      h('div', { id: `${id}-hint` }, hint),
    ];
  };
  return h(
    'details',
    {},
    h('summary', {}, 'Nodes, registry and signers'),
    h(
      'form',
      { novalidate: true, submit },
      ...GROUPS.map(([legend, hint, ...fields]) =>
        h(
          'fieldset',
          {},
          h('legend', {}, legend),
          h('p', {}, hint),
          ...fields.flatMap(([id, label, help, rows]) => field(id, label, help, rows)),
        ),
      ),
      h('button', {}, 'Check again with these'),
      status,
    ),
  );
}
