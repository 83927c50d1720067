import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { InputError } from '../../circuits/errors.ts';
import { parseSecretWord, readSecretWord } from '../io/readSecretWord.ts';

/** Environment variable that holds the key where no file is named. */
export const PRIVATE_KEY_VARIABLE = 'FAIRMARK_PRIVATE_KEY';

/**
 * Reads the private key of an account on secp256k1 from a file of 64 hex digits that only its owner can read, or from
 * `FAIRMARK_PRIVATE_KEY` where no file is named. A key is never an argument: arguments are in the list of processes.
 *
 * @throws InputError `PRIVATE_KEY_MISSING`, `PRIVATE_KEY_INVALID`, and those of `readSecretWord`; never with the key
 */
export async function readPrivateKey(keyFile: string | undefined): Promise<PrivateKeyAccount> {
  const source = keyFile ?? PRIVATE_KEY_VARIABLE;
  const key = keyFile === undefined ? keyOfEnvironment() : await readSecretWord(keyFile);
  try {
    return privateKeyToAccount(key);
  } catch {
    throw invalid(source);
  }
}

function keyOfEnvironment(): `0x${string}` {
  const text = process.env[PRIVATE_KEY_VARIABLE];
  if (text === undefined || text === '') {
    throw new InputError('PRIVATE_KEY_MISSING', 'no private key is given', {
      field: '--key-file',
      remedy: `Name a file with --key-file, or set ${PRIVATE_KEY_VARIABLE}.`,
    });
  }
  const key = parseSecretWord(text);
  if (key === undefined) throw invalid(PRIVATE_KEY_VARIABLE);
  return key;
}

function invalid(source: string): InputError {
  return new InputError('PRIVATE_KEY_INVALID', `${source} does not hold a private key of secp256k1`, {
    field: source,
    remedy: 'Write it as 0x and 64 hex digits, above zero and below the order of the curve.',
  });
}
