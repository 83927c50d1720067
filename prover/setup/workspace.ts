import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';

import { writeFileAtomic } from '../io/writeFileAtomic.ts';

/** Where artifacts come from and go to; tests replace both. */
export interface Workspace {
  /** Folder of the package: holds `circuits/` and `verifier/`. */
  readonly root: string;
  /** Folder for what can be made again. */
  readonly cache: string;
}

/**
 * The workspace of this installation. The cache is `$FAIRMARK_CACHE`, else `fairmark` in `$XDG_CACHE_HOME`, else in
 * `~/.cache`.
 */
export function defaultWorkspace(): Workspace {
  // The compiled file lies one folder deeper than its source: look for the package instead of counting.
  let root = import.meta.dirname;
  while (!existsSync(join(root, 'package.json')) && dirname(root) !== root) root = dirname(root);
  const { FAIRMARK_CACHE, XDG_CACHE_HOME } = process.env;
  if (FAIRMARK_CACHE) return { root, cache: resolve(FAIRMARK_CACHE) };
  const base = XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(homedir(), '.cache');
  return { root, cache: join(base, 'fairmark') };
}

/** A name that no other run uses, for work in progress beside or under `path`. */
export function temporaryName(path: string): string {
  return `${path}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
}

/** Writes a whole file or nothing, in a folder that is made where it is missing. */
export async function writeAtomically(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFileAtomic(path, content);
}
