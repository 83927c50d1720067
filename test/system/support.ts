import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EventDocument } from '../../prover/event.ts';
import { runCli } from '../../prover/runCli.ts';
import type { AccountDocument } from '../../verifier/formats/account.ts';
import { accountDocument, eventDocument } from '../support/documents.ts';

/** An account that `liquidation_small` can open, below its requirement. */
export const smallAccount = (): AccountDocument => {
  const { slots: _, ...account } = accountDocument();
  const positions = (account.positions ?? []).slice(0, 4);
  return { ...account, cash: '151000', positions };
};

/** An event that plans, proves and verifies. */
export const smallEvent = (): EventDocument => {
  const { close: _, ...event } = eventDocument();
  return { ...event, account: smallAccount() };
};

export interface CliResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The command line within this process. */
export async function cli(...args: string[]): Promise<CliResult> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCli(args, { print: (line) => out.push(line), progress: (line) => err.push(line) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** A temporary folder. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'fairmark-system-'));

  file(...names: string[]): string {
    return join(this.path, ...names);
  }

  write(name: string, content: unknown): string {
    const path = this.file(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content),
    );
    return path;
  }

  json(...names: string[]): unknown {
    return JSON.parse(readFileSync(this.file(...names), 'utf8'));
  }

  /** Every path with size and time of change: equal listings mean that nothing was written. */
  listing(): string[] {
    return listing(this.path);
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

export function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { size, mtimeMs } = statSync(join(folder, name));
      return `${name} ${size} ${mtimeMs}`;
    });
}
