import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';

/** A statement `signal <-- expression;` of the sources: what the prover computes outside the constraints. */
export interface HintSite {
  /** From circuits/, without the extension, and the signal: `arithmetic/Bits.out`. */
  readonly id: string;
  /** What the marked generator logs around the statement: 31 bits of a hash of the id. */
  readonly mark: number;
  /** File from the repository root, and the line of the statement. */
  readonly file: string;
  readonly line: number;
  /** Name of the signal in its template, without an index. */
  readonly signal: string;
  /** The constraint that binds it, as its comment says. */
  readonly boundBy: string;
}

const STATEMENT = /^\s*(?:signal\s+(?:output\s+)?)?(\w+)((?:\[[^\]]*\])*)\s*<--[^;]*;(?:\s*\/\/ bound by: (.*))?$/;

/** The mark of a hint statement. */
export function hintMark(id: string): number {
  return createHash('sha256').update(id).digest().readUInt32BE() >>> 1;
}

/** The id of a hint statement. */
export function hintId(file: string, signal: string): string {
  return `${file.replace(/^circuits\/|\.circom$/g, '')}.${signal}`;
}

/**
 * All hint statements under circuits/, by file and line.
 *
 * @throws Error where a `<--` does not stand alone on its line with what binds it, or two share an id or a mark
 */
export function hintSites(): HintSite[] {
  const { root } = defaultWorkspace();
  const files = readdirSync(join(root, 'circuits'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.circom'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
  const sites = files.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((text, i) => {
        if (!text.replace(/\/\/.*$/, '').includes('<--')) return [];
        const [, signal, , boundBy] = STATEMENT.exec(text) ?? [];
        if (signal === undefined || boundBy === undefined) {
          throw new Error(`${file}:${i + 1}: a hint stands on one line and names what binds it`);
        }
        const id = hintId(file, signal);
        return [{ id, mark: hintMark(id), file, line: i + 1, signal, boundBy }];
      }),
  );
  if (new Set(sites.map(({ id }) => id)).size < sites.length) throw new Error('two hint statements share an id');
  if (new Set(sites.map(({ mark }) => mark)).size < sites.length) throw new Error('two hint statements share a mark');
  return sites;
}
