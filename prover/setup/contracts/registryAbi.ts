import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Abi, AbiEvent, AbiFunction, AbiParameter } from 'viem';
import type { StaticType, WordType } from '../../../verifier/chain/viewLayout.ts';
import { ArtifactError } from '../artifactError.ts';
import type { CompiledContracts } from './contractArtifact.ts';
import { contractNamed } from './readContracts.ts';

/** Where the layouts of the views lie, from the root. */
export const REGISTRY_ABI_FILE = 'verifier/generated/registryAbi.ts';

/** The contracts, by where a reader of the registry finds their addresses. */
export const REGISTRY_CONTRACTS = {
  registry: 'LiquidationRegistry',
  charters: 'CharterRegistry',
  verifiers: 'VerifierRegistry',
} as const;

/** The views that the verifier reads, by contract. No two have one name. */
const VIEWS = {
  registry: ['charters', 'feeds', 'verifiers', 'stateOf', 'factsOf', 'countsOf', 'hasEquivocated'],
  charters: ['charterAt', 'isStatementSigner'],
  verifiers: ['verifierAt'],
} as const;

/** Names of the values of each enum, in the contract's order: no ABI has them. */
const ENUMS: ReadonlyMap<string | undefined, readonly string[]> = new Map([
  ['enum Status', ['none', 'announced', 'recorded', 'overdue']],
  ['enum SetupKind', ['development', 'ceremony']],
]);

/** The events that the verifier reads. */
const EVENTS = { LiquidationRecorded: 'LiquidationRegistry', VenueRegistered: 'CharterRegistry' } as const;

const ONE_WORD = /^(address|bool|uint\d+|bytes\d+)$/;

/** The type with structs spelled out, as a selector hashes it. */
function canonicalType({ type, ...parameter }: AbiParameter): string {
  if (!type.startsWith('tuple')) return type;
  const components = 'components' in parameter ? parameter.components : [];
  return `(${components.map(canonicalType).join(',')})${type.slice('tuple'.length)}`;
}

function functionNamed(abi: Abi, contract: string, name: string): AbiFunction {
  const found = abi.filter((item): item is AbiFunction => item.type === 'function' && item.name === name);
  const [view] = found;
  if (found.length === 1 && view && ['view', 'pure'].includes(view.stateMutability)) return view;
  throw new ArtifactError('SOLIDITY', `${contract} has no view ${name}`, 'Mend the list of views or the contract.');
}

function eventNamed(abi: Abi, contract: string, name: string): AbiEvent {
  const [event, ...others] = abi.filter((item): item is AbiEvent => item.type === 'event' && item.name === name);
  if (event && others.length === 0 && !event.anonymous) return event;
  throw new ArtifactError('SOLIDITY', `${contract} has no event ${name}`, 'Mend the list of events or the contract.');
}

/** The words of an answer. A struct that is the whole answer gives its fields, one beside other values its name too. */
function wordsOf(outputs: readonly AbiParameter[], prefix = ''): [field: string, type: WordType][] {
  return outputs.flatMap((output): [string, WordType][] => {
    const field = `${prefix}${output.name ?? ''}`;
    if (output.type === 'tuple' && 'components' in output) {
      return wordsOf(output.components, field === '' ? '' : `${field}.`);
    }
    // An array of fixed length stands where it is, word by word.
    const [, item, length] = /^(uint256)\[(\d)\]$/.exec(output.type) ?? [];
    if (item !== undefined) {
      return Array.from({ length: Number(length) }, (_, i) => [`${field}.${i}`, item as StaticType]);
    }
    if (!ONE_WORD.test(output.type)) {
      throw new ArtifactError(
        'SOLIDITY',
        `no reader for the type ${output.type}`,
        'Teach verifier/chain/decodeView.ts.',
      );
    }
    return [[field === '' ? 'value' : field, ENUMS.get(output.internalType) ?? (output.type as StaticType)]];
  });
}

function signatureHash({ name, inputs }: AbiFunction | AbiEvent): string {
  const signature = `${name}(${inputs.map(canonicalType).join(',')})`;
  return `0x${bytesToHex(keccak_256(utf8ToBytes(signature)))}`;
}

const quoted = (text: string) => `'${text}'`;

const wordLines = (words: readonly (readonly [field: string, type: WordType])[]) => [
  '    words: {',
  ...words.map(([field, type]) => {
    const name = field.includes('.') ? quoted(field) : field;
    return `      ${name}: ${typeof type === 'string' ? quoted(type) : `[${type.map(quoted).join(', ')}]`},`;
  }),
  '    },',
];

/** The layout of an event; of one with a text, how many words stand before the text's own. */
function eventLines(compiled: CompiledContracts, contract: string, name: string): string[] {
  const event = eventNamed(contractNamed(compiled, contract).abi, contract, name);
  const indexed = event.inputs.filter((input) => input.indexed);
  const inputs = [...indexed, ...event.inputs.filter((input) => !input.indexed)];
  const texts = inputs.filter(({ type }) => type === 'string').length;
  const words = wordsOf(inputs.filter(({ type }) => type !== 'string'));
  return [
    `  ${name}: {`,
    `    topic: '${signatureHash(event)}',`,
    `    indexed: ${indexed.length},`,
    ...(texts > 0 ? [`    wordsBeforeText: ${words.length + texts},`] : wordLines(words)),
    '  },',
  ];
}

/** The views of the registries as the verifier decodes them, which knows no ABI: content of `REGISTRY_ABI_FILE`. */
export function registryAbi(compiled: CompiledContracts): string {
  const lines = Object.entries(VIEWS).flatMap(([at, names]) =>
    names.flatMap((name) => {
      const contract = REGISTRY_CONTRACTS[at as keyof typeof VIEWS];
      const view = functionNamed(contractNamed(compiled, contract).abi, contract, name);
      return [
        `  ${name}: {`,
        `    at: '${at}',`,
        `    inputs: [${view.inputs.map(({ type }) => quoted(type)).join(', ')}],`,
        ...wordLines(wordsOf(view.outputs)),
        '  },',
      ];
    }),
  );
  return [
    '// Generated from the compiled contracts by `npm run generate`: do not edit.',
    "import type { EventLayout, TextEventLayout, ViewLayout } from '../chain/viewLayout.ts';",
    '',
    '/** The views that are read on chain, by name. */',
    'export const REGISTRY_VIEWS = {',
    ...lines,
    '} as const satisfies Record<string, ViewLayout>;',
    '',
    '/** The events that are read on chain, by name. */',
    'export const REGISTRY_EVENTS = {',
    ...Object.entries(EVENTS).flatMap(([name, contract]) => eventLines(compiled, contract, name)),
    '} as const satisfies Record<string, EventLayout | TextEventLayout>;',
    '',
  ].join('\n');
}
