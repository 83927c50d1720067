import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FairmarkError } from '../circuits/errors.ts';
import type { Command, CommandOutput } from './commands/command.ts';
import { errorRecord } from './io/errorRecord.ts';
import { defaultWorkspace } from './setup/workspace.ts';

/** Loaded on demand: `fairmark verify` must not wait for the prover. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  demo: async () => (await import('./commands/demo.ts')).demo,
  fit: async () => (await import('./commands/fit.ts')).fit,
  plan: async () => (await import('./commands/plan.ts')).plan,
  prove: async () => (await import('./commands/prove.ts')).prove,
  generate: async () => (await import('./commands/generate.ts')).generate,
  replay: async () => (await import('./commands/replay.ts')).replay,
  deploy: async () => (await import('./commands/deploy.ts')).deploy,
  publish: async () => (await import('./commands/publish.ts')).publish,
  announce: async () => (await import('./commands/announce.ts')).announce,
  record: async () => (await import('./commands/record.ts')).record,
  page: async () => (await import('./commands/page.ts')).page,
  verify: async () => (await import('./commands/verify.ts')).verify,
  tick: async () => (await import('./commands/tick.ts')).tick,
  statement: async () => (await import('./commands/statement.ts')).statement,
  audit: async () => (await import('./commands/audit.ts')).audit,
  price: async () => (await import('./commands/price.ts')).price,
  setup: async () => (await import('./commands/setup.ts')).setup,
  ceremony: async () => (await import('./commands/ceremony.ts')).ceremony,
  instances: async () => (await import('./commands/instances.ts')).instances,
  bench: async () => (await import('./commands/bench.ts')).bench,
};

/** Answers of the statement and of contracts: no failure, but no either. */
const NEGATIVE_ANSWERS: readonly string[] = [
  'clause-violated',
  'not-liquidatable',
  'no-provable-close',
  'CONTRACT_REFUSED',
];

async function help(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  return [
    'Usage: fairmark COMMAND [options]',
    '',
    'Proves in zero knowledge that an options liquidation was fair by the',
    "venue's committed rules, and verifies such proofs.",
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`),
    '',
    'fairmark COMMAND --help explains a command. --version prints the version.',
    'Exit codes: 0 done or VALID, 1 a negative answer, 2 bad input or a failure.',
  ].join('\n');
}

/** What a person needs to know of an error: what, where, how to mend it. */
export function describeError(error: unknown): string[] {
  if (!(error instanceof FairmarkError)) {
    return [`error: ${error instanceof Error ? error.message : String(error)}`];
  }
  const lines = [`error: ${error.message}`];
  if (error.field !== undefined && !error.message.includes(error.field)) lines.push(`  at: ${error.field}`);
  if (error.clause !== undefined && !error.message.includes(error.clause)) {
    lines.push(`  clause: ${error.clause} (STATEMENT.md)`);
  }
  if (error.remedy !== undefined) lines.push(`  ${error.remedy}`);
  return lines;
}

/**
 * The command line: dispatches, and turns errors into messages.
 *
 * @returns the exit code
 */
export async function runCli(args: string[], output: CommandOutput): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    output.print(await help());
    return name === undefined ? 2 : 0;
  }
  if (name === '--version') {
    const manifest: { version: string } = JSON.parse(
      await readFile(join(defaultWorkspace().root, 'package.json'), 'utf8'),
    );
    output.print(manifest.version);
    return 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) {
    output.progress(`error: there is no command ${JSON.stringify(name)}`);
    output.progress(`  Use one of: ${Object.keys(COMMANDS).join(', ')}.`);
    return 2;
  }
  try {
    return await (await load()).run(rest, output);
  } catch (error) {
    if (rest.includes('--json')) output.print(JSON.stringify({ error: errorRecord(error) }, null, 2));
    for (const line of describeError(error)) output.progress(line);
    return error instanceof FairmarkError && NEGATIVE_ANSWERS.includes(error.code) ? 1 : 2;
  }
}
