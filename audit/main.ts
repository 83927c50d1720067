import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { FairmarkError } from '../circuits/errors.ts';
import { describeError } from '../prover/runCli.ts';
import { PARTS } from './parts.ts';
import { known, runPart, writeReport } from './runAudit.ts';
import { runPartsApart } from './runPartsApart.ts';

const HELP = `Usage: npm run audit -- [--part NAME ...] [--check] [--json]

Measures the soundness of the circuits, and writes the figures to
audit/figures/ and SOUNDNESS.md.

  --part NAME  only this part; may stand several times
  --check      write nothing: exit with 1 where figures differ from those on
               record
  --json       print the outcome as JSON
  -h, --help   show this text

Parts:
${PARTS.map(({ id, title }) => `  ${id.padEnd(13)}${title}`).join('\n')}

Exit codes: 0 nothing found, 1 a finding (or a difference with --check), 2 a
failure. Parts run in processes of their own, one for each core; all together
take a quarter of an hour on two. cvc5 and z3 are used where they are
installed; without them their stored answers are checked.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      part: { type: 'string', multiple: true },
      check: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const parts = values.part ?? PARTS.map(({ id }) => id);
  const check = values.check === true;
  const onProgress = (line: string) => console.error(line);
  const [only] = parts;
  const outcomes =
    parts.length === 1 && only !== undefined
      ? [await runPart(only, { check, onProgress })]
      : await runPartsApart(fileURLToPath(import.meta.url), known(parts), check ? ['--check'] : [], onProgress);
  if (!check) await writeReport();
  if (values.json) console.log(JSON.stringify(outcomes, null, 2));
  else {
    for (const { id, seconds, findings, onRecord } of outcomes) {
      const said = values.check && !onRecord ? 'DIFFERS from the record' : 'measured';
      console.log(`${id.padEnd(13)}${said}, ${findings.length} findings, ${seconds.toFixed(0)} s`);
      for (const finding of findings) console.log(`  ${finding}`);
    }
  }
  const differs = values.check === true && outcomes.some(({ onRecord }) => !onRecord);
  return differs || outcomes.some(({ findings }) => findings.length > 0) ? 1 : 0;
}

process.exitCode = await main().catch((error: unknown) => {
  for (const line of describeError(error)) console.error(line);
  if (!(error instanceof FairmarkError)) console.error('  See npm run audit -- --help.');
  return 2;
});
