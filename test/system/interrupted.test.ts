import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadArtifacts } from '../../prover/artifacts.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import { parseOpeningText } from '../../verifier/opening.ts';
import { parseReceiptText } from '../../verifier/receipt.ts';
import { verifyReceiptText } from '../../verifier/verifyReceipt.ts';
import { buildPackage } from './build.ts';
import { cli, Folder, listing, smallEvent } from './support.ts';

let built: ReturnType<typeof buildPackage>;
let folder: Folder;
beforeAll(async () => {
  built = buildPackage();
  await loadArtifacts('liquidation_small');
});
afterAll(() => rmSync(built.folder, { recursive: true }));
beforeEach(() => {
  folder = new Folder();
  folder.write('event.json', smallEvent());
});
afterEach(() => folder.remove());

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Runs `prove` in a process of its own, and ends it `delay` ms after it has said `at`. */
function run(kill?: { at: string; delay: number; signal: NodeJS.Signals }): Promise<Ended> {
  const child = spawn(process.execPath, [built.cli, 'prove', folder.file('event.json'), '-o', folder.file('out')]);
  let stdout = '';
  let stderr = '';
  let armed = kill !== undefined;
  child.stdout.on('data', (data: Buffer) => {
    stdout += data;
  });
  child.stderr.on('data', (data: Buffer) => {
    stderr += data;
    if (!kill || !armed || !stderr.includes(kill.at)) return;
    armed = false;
    setTimeout(() => child.kill(kill.signal), kill.delay);
  });
  return new Promise((done) => child.on('close', (code, signal) => done({ code, signal, stdout, stderr })));
}

function filesOf(out: string): string[] {
  try {
    return readdirSync(out);
  } catch {
    return [];
  }
}

/** Whatever is there under its own name is whole, and a receipt never stands without its opening. */
function expectWhole(): void {
  const out = folder.file('out');
  const files = filesOf(out);
  for (const file of files) expect(file).toMatch(/^(receipt\.json|opening\.json|\..*\.tmp)$/);
  const text = (name: string) => readFileSync(join(out, name), 'utf8');
  if (files.includes('opening.json')) parseOpeningText(text('opening.json'));
  if (!files.includes('receipt.json')) return;
  parseReceiptText(text('receipt.json'));
  expect(verifyReceiptText(text('receipt.json'), { openingText: text('opening.json') }).verdict).toBe('VALID');
}

describe('a prover that is killed', () => {
  // The last moments are those of the writing: verification takes about 50 ms and the files a few.
  test.each([
    { at: 'plan:', delay: 0 },
    { at: 'keys:', delay: 0 },
    { at: 'witness:', delay: 50 },
    { at: 'proof:', delay: 400 },
    { at: 'verification:', delay: 0 },
    { at: 'verification:', delay: 40 },
    { at: 'verification:', delay: 80 },
  ])('$delay ms after “$at” leaves nothing half-written', async ({ at, delay }) => {
    const cache = listing(defaultWorkspace().cache);
    const { stderr, signal } = await run({ at, delay, signal: 'SIGKILL' });
    expect(stderr).toContain(at);
    expectWhole();
    if (!at.startsWith('verification')) {
      expect(signal).toBe('SIGKILL');
      expect(filesOf(folder.file('out'))).toEqual([]);
    }
    expect(listing(defaultWorkspace().cache)).toEqual(cache);
  });

  test('by the terminal ends at once and leaves nothing', async () => {
    const { signal } = await run({ at: 'proof:', delay: 300, signal: 'SIGINT' });
    expect(signal).toBe('SIGINT');
    expect(filesOf(folder.file('out'))).toEqual([]);
  });

  test('between its two files leaves an opening, which the next run replaces', async () => {
    folder.write('out/opening.json', '{}');
    folder.write('out/.receipt.json.1.abc.tmp', '{"format":');
    const { code, stdout } = await run();
    expect(code).toBe(0);
    expect(stdout).toContain('VALID');
    expectWhole();
    // And what is whole is not replaced by a run after it.
    const before = folder.listing();
    const again = await run();
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('not replaced unasked');
    expect(folder.listing()).toEqual(before);
  });

  test('leaves a cache that the next run takes as it is', async () => {
    const lines: string[] = [];
    await loadArtifacts('liquidation_small', { onProgress: (line) => lines.push(line) });
    expect(lines).toEqual([]);
    expect((await cli('plan', folder.file('event.json'))).code).toBe(0);
  });
});
