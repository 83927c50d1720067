import { InputError } from '../../circuits/errors.ts';
import { readAddress } from '../../verifier/formats/hexWord.ts';
import { fieldPath, readFormat, readNatural, readObject } from '../../verifier/formats/readObject.ts';
import { readJson } from '../io/readJson.ts';

export const DEPLOYMENT_FORMAT = 'fairmark.deployment.v1';

/** Where the contracts of one deployment are, as JSON. Public. */
export interface DeploymentDocument {
  readonly format: typeof DEPLOYMENT_FORMAT;
  /** Canonical decimal. */
  readonly chainId: string;
  /** LiquidationRegistry; the three after it are those that it names. Addresses are in lower case. */
  readonly registry: `0x${string}`;
  readonly charters: `0x${string}`;
  readonly feeds: `0x${string}`;
  readonly verifiers: `0x${string}`;
  /** The first block that holds one of the contracts: nothing of the deployment is before it. */
  readonly block: number;
  /** Number of the verifier in VerifierRegistry by the circuit size that it verifies. */
  readonly verifierIds: Readonly<Record<string, number>>;
  /** keccak-256 of the creation code by contract, as `circuits/artifacts.lock.json` has it. */
  readonly bytecode: Readonly<Record<string, `0x${string}`>>;
}

function refuse(field: string, why: string): never {
  throw new InputError('DEPLOYMENT_INVALID', `${field} ${why}`, {
    field,
    remedy: 'Use the file that fairmark deploy wrote.',
  });
}

function readNumber(value: unknown, field: string, bits: number): number {
  return typeof value === 'number' ? Number(readNatural(value, field, bits)) : refuse(field, 'is no JSON number');
}

/** An object whose keys are not known beforehand. */
function readEntries<T>(value: unknown, field: string, key: RegExp, read: (entry: unknown, at: string) => T) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(field, 'is no JSON object');
  const entries = Object.entries(value).map(([name, entry]): [string, T] => {
    if (!key.test(name)) return refuse(field, `has the field ${JSON.stringify(name.slice(0, 40))}`);
    return [name, read(entry, fieldPath(field, name))];
  });
  return Object.fromEntries(entries);
}

/**
 * Reads a deployment document. Whether the chain holds these contracts is for `openDeployment` to ask.
 *
 * @throws InputError `DEPLOYMENT_INVALID`, `ADDRESS_INVALID`, and those of readObject.ts
 */
export function readDeployment(value: unknown, field = 'deployment'): DeploymentDocument {
  const at = (key: string) => fieldPath(field, key);
  const fields = readObject(value, field, [
    'format',
    'chainId',
    'registry',
    'charters',
    'feeds',
    'verifiers',
    'block',
    'verifierIds',
    'bytecode',
  ]);
  readFormat(fields.format, at('format'), DEPLOYMENT_FORMAT);
  if (typeof fields.chainId !== 'string' || !/^[1-9]\d{0,77}$/.test(fields.chainId)) {
    refuse(at('chainId'), 'is not the number of a chain');
  }
  const address = (key: 'registry' | 'charters' | 'feeds' | 'verifiers') => {
    const address = readAddress(fields[key], at(key));
    return /^0x0+$/.test(address) ? refuse(at(key), 'is the zero address') : address;
  };
  return {
    format: DEPLOYMENT_FORMAT,
    chainId: fields.chainId as string,
    registry: address('registry'),
    charters: address('charters'),
    feeds: address('feeds'),
    verifiers: address('verifiers'),
    block: readNumber(fields.block, at('block'), 53),
    verifierIds: readEntries(fields.verifierIds, at('verifierIds'), /^[a-z][a-z0-9_]{0,63}$/, (entry, name) => {
      const id = readNumber(entry, name, 32);
      return id > 0 ? id : refuse(name, 'is zero: verifiers count from one');
    }),
    bytecode: readEntries(fields.bytecode, at('bytecode'), /^[A-Z][A-Za-z0-9]{0,63}$/, (entry, name) =>
      typeof entry === 'string' && /^0x[0-9a-f]{64}$/.test(entry)
        ? (entry as `0x${string}`)
        : refuse(name, 'is not 0x and 64 lower-case hex digits'),
    ),
  };
}

/** Reads the deployment document in a file. @throws as `readDeployment`, and `FILE_UNREADABLE`, `JSON_INVALID` */
export async function loadDeployment(path: string): Promise<DeploymentDocument> {
  return readDeployment(await readJson(path));
}
