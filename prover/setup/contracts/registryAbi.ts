import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Abi, AbiFunction, AbiParameter } from 'viem';
import type { WordType } from '../../../verifier/chain/viewLayout.ts';
import { ArtifactError } from '../artifactError.ts';
import type { CompiledContracts } from './contractArtifact.ts';
import { contractNamed } from './readContracts.ts';

/** Where the layouts of the views lie, from the root. */
export const REGISTRY_ABI_FILE = 'verifier/generated/registryAbi.ts';

/** The views that the verifier reads, by contract. */
const VIEWS = {
  LiquidationRegistry: ['charters', 'feeds', 'verifiers', 'stateOf', 'factsOf', 'countsOf', 'hasEquivocated'],
  CharterRegistry: ['charterAt', 'isStatementSigner'],
  VerifierRegistry: ['verifierAt'],
} as const;

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

/** The words of an answer. A struct that is the whole answer gives its fields, one beside other values its name too. */
function wordsOf(outputs: readonly AbiParameter[], prefix = ''): [field: string, type: WordType][] {
  return outputs.flatMap((output): [string, WordType][] => {
    const field = `${prefix}${output.name ?? ''}`;
    if (output.type === 'tuple' && 'components' in output) {
      return wordsOf(output.components, field === '' ? '' : `${field}.`);
    }
    if (!ONE_WORD.test(output.type)) {
      throw new ArtifactError(
        'SOLIDITY',
        `no reader for the type ${output.type}`,
        'Teach verifier/chain/decodeView.ts.',
      );
    }
    return [[field === '' ? 'value' : field, output.type as WordType]];
  });
}

function selectorOf({ name, inputs }: AbiFunction): string {
  const signature = `${name}(${inputs.map(canonicalType).join(',')})`;
  return `0x${bytesToHex(keccak_256(utf8ToBytes(signature)).slice(0, 4))}`;
}

/** The views of the registries as the verifier decodes them, which knows no ABI: content of `REGISTRY_ABI_FILE`. */
export function registryAbi(compiled: CompiledContracts): string {
  const lines = Object.entries(VIEWS).flatMap(([contract, names]) => [
    `  ${contract}: {`,
    ...names.flatMap((name) => {
      const view = functionNamed(contractNamed(compiled, contract).abi, contract, name);
      return [
        `    ${name}: {`,
        `      selector: '${selectorOf(view)}',`,
        `      inputs: [${view.inputs.map(({ type }) => `'${type}'`).join(', ')}],`,
        '      words: [',
        ...wordsOf(view.outputs).map(([field, type]) => `        ['${field}', '${type}'],`),
        '      ],',
        '    },',
      ];
    }),
    '  },',
  ]);
  return [
    '// Generated from the compiled contracts by `npm run generate`: do not edit.',
    "import type { ViewLayout } from '../chain/viewLayout.ts';",
    '',
    '/** The views that are read on chain, by contract and name. */',
    'export const REGISTRY_VIEWS = {',
    ...lines,
    '} as const satisfies Record<string, Record<string, ViewLayout>>;',
    '',
  ].join('\n');
}
