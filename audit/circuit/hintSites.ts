import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { FairmarkError } from '../../circuits/errors.ts';
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
 * @throws FairmarkError (`HINT_FORM`) where a `<--` does not stand alone on its line with what binds it, or two share an id or a mark
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
          throw new FairmarkError('HINT_FORM', `${file}:${i + 1} is no hint statement that stands alone on its line`, {
            remedy: 'Write `signal <-- expression; // bound by: constraint` on one line.',
          });
        }
        const id = hintId(file, signal);
        return [{ id, mark: hintMark(id), file, line: i + 1, signal, boundBy }];
      }),
  );
  if (new Set(sites.flatMap(({ id, mark }) => [id, mark])).size < 2 * sites.length) {
    throw new FairmarkError('HINT_FORM', 'two hint statements under circuits/ are of one signal of one template', {
      remedy: 'Give a signal one hint statement.',
    });
  }
  return sites;
}
