import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import type { Abi } from 'viem';
import { ArtifactError } from '../artifactError.ts';
import type { CompiledContracts, ContractArtifact } from './contractArtifact.ts';

/** The same sources give the same code: no metadata, whose hash would depend on comments and paths. */
const SETTINGS = {
  evmVersion: 'cancun',
  viaIR: true,
  optimizer: { enabled: true, runs: 10_000 },
  metadata: { appendCBOR: false, bytecodeHash: 'none' },
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
};

interface SolcOutput {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts?: Record<string, Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>;
}

/** Every Solidity source under a folder, by its path from the root, with `/`. */
export async function soliditySources(root: string, folder = 'contracts'): Promise<Record<string, string>> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.sol'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
  const sources: Record<string, string> = {};
  for (const file of files) sources[file.split(sep).join('/')] = await readFile(join(root, file), 'utf8');
  return sources;
}

/**
 * Compiles Solidity sources with the pinned compiler. Warnings are errors.
 *
 * @param sources by path from the root
 * @param root where OpenZeppelin's sources are installed
 * @throws ArtifactError `SOLIDITY`
 */
export async function compileContracts(
  sources: Readonly<Record<string, string>>,
  root: string,
): Promise<CompiledContracts> {
  // The compiler is needed to make the contracts, not to use them.
  const { default: solc } = await import('solc');
  const require = createRequire(join(root, 'package.json'));
  const { readFileSync } = await import('node:fs');
  const input = {
    language: 'Solidity',
    settings: SETTINGS,
    sources: Object.fromEntries(Object.entries(sources).map(([path, content]) => [path, { content }])),
  };
  const output: SolcOutput = JSON.parse(
    solc.compile(JSON.stringify(input), {
      import: (path) => {
        try {
          return { contents: readFileSync(require.resolve(path), 'utf8') };
        } catch {
          return { error: `${path} is not installed` };
        }
      },
    }),
  );
  const problems = (output.errors ?? []).filter(({ severity }) => severity !== 'info');
  if (problems.length > 0) {
    throw new ArtifactError(
      'SOLIDITY',
      problems.map(({ formattedMessage }) => formattedMessage).join('\n'),
      'Mend the sources under contracts/.',
    );
  }
  const contracts: Record<string, ContractArtifact> = {};
  for (const path of Object.keys(sources)) {
    for (const [name, { abi, evm }] of Object.entries(output.contracts?.[path] ?? {})) {
      // Internal libraries compile to a stub; interfaces and abstract contracts to nothing.
      if (abi.length === 0 || evm.bytecode.object === '') continue;
      contracts[name] = { abi, bytecode: `0x${evm.bytecode.object}` };
    }
  }
  return { compiler: `solc ${solc.version().replace(/\+.*/, '')}`, contracts };
}
