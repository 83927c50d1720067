import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { defaultWorkspace } from '../prover/setup/workspace.ts';

/** What a file says to a compiler: without comments, blank lines and indentation. */
function code(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$|\s\/\/ .*$/gm, '')
    .replace(/^\s+|\s+$/gm, '')
    .replace(/\n+/g, '\n');
}

/**
 * Hash of the statement as templates, model, tables and instances: every source under `circuits/` but for comments. Figures
 * carry it, so that figures of other circuits are noticed.
 *
 * @returns sha256 as lower-case hex
 */
export async function circuitsHash(root = defaultWorkspace().root): Promise<string> {
  const folder = join(root, 'circuits');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && /\.(circom|ts|json)$/.test(entry.name) && entry.name !== 'artifacts.lock.json')
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0${code(await readFile(join(folder, file), 'utf8'))}\0`);
  return hash.digest('hex');
}
