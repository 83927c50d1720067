import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../circuits/errors.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import { ACCOUNTS, type Block, type BlockShape, drawBlock } from './blocks.ts';

/** What the oracle said of a block, and of exactly which records. */
interface StoredBlock {
  sha256: string;
  /** Base64; oracle.py says what the bytes are. */
  verdicts: string;
}

interface StoredVerdicts {
  origin: string;
  accounts: readonly StoredBlock[];
  closes: readonly StoredBlock[];
}

let stored: StoredVerdicts | undefined;

/** A block as it was judged. */
export interface JudgedBlock extends Block {
  verdicts: Buffer;
}

/**
 * Draws a block again and gives the oracle's verdicts on it.
 *
 * @throws InputError `AUDIT_RECORDS` where the records are not those that the oracle judged
 */
export function judgedBlock(shape: BlockShape, number: number): JudgedBlock {
  stored ??= JSON.parse(readFileSync(join(defaultWorkspace().root, 'audit/boundary/verdicts.json'), 'utf8'));
  const block = drawBlock(shape, number);
  const name = shape === ACCOUNTS ? 'accounts' : 'closes';
  const found = stored?.[name][number];
  if (found?.sha256 !== block.sha256) {
    throw new InputError('AUDIT_RECORDS', `the stored verdicts are not of the records of block ${number} of ${name}`, {
      field: 'audit/boundary/verdicts.json',
      remedy: 'Let the oracle judge them: see the head of audit/boundary/oracle.py.',
    });
  }
  return { ...block, verdicts: Buffer.from(found.verdicts, 'base64') };
}
