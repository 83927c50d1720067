import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TemplateCircuit } from '../../audit/circuit/templateCircuit.ts';
import { compileInstance } from '../../prover/setup/compileInstance.ts';
import { R1cs } from '../../prover/setup/r1cs.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';

// circuits/constraints.json holds what every template costs with `--O2`. Its parameters are those of the
// instances for Liquidation, and those of the leaf tests otherwise.
// Refresh the counts after a change: UPDATE_CONSTRAINTS=1 npx vitest run test/circuits/constraints.test.ts

interface Entry {
  /** From circuits/, without the extension. */
  template: string;
  parameters: (number | number[])[];
  constraints: number;
}

const ROOT = resolve(import.meta.dirname, '../..');
const PATH = join(ROOT, 'circuits/constraints.json');
const recorded = JSON.parse(readFileSync(PATH, 'utf8')) as { compiler: string; templates: Entry[] };
const LOCK = JSON.parse(readFileSync(join(ROOT, 'circuits/artifacts.lock.json'), 'utf8'));
const INSTANCES = JSON.parse(readFileSync(join(ROOT, 'circuits/instances.json'), 'utf8'));

/** Instances as they ship come from the cache that proofs use: the largest takes most of a minute to compile. */
const count = async ({ template, parameters }: Entry) => {
  const [shipped] = Object.entries<Record<string, number>>(INSTANCES).find(
    ([, shape]) => template === 'Liquidation' && String(Object.values(shape)) === String(parameters),
  ) ?? [undefined];
  if (shipped !== undefined) {
    const { r1cs } = await compileInstance(shipped, defaultWorkspace());
    return new R1cs(new Uint8Array(readFileSync(r1cs))).constraints;
  }
  const name = template.split('/').at(-1) as string;
  const file = `circuits/${template}.circom`;
  return (await TemplateCircuit.compile({ file, template: name, parameters })).constraintCount;
};

test('every template is on record', () => {
  const files = readdirSync(join(ROOT, 'circuits'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.circom'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => /^template /m.test(readFileSync(path, 'utf8')))
    .map((path) => relative(join(ROOT, 'circuits'), path).replace(/\.circom$/, ''));
  expect([...new Set(recorded.templates.map(({ template }) => template))].sort()).toEqual(files.sort());
});

test.each(Object.entries<Record<string, number>>(INSTANCES))(
  'the record and the key lock tell the same of %s',
  (name, { optionLegs, linearLegs, expiries, underlyings }) => {
    const parameters = [optionLegs, linearLegs, expiries, underlyings];
    const shipped = recorded.templates.find(
      (entry) => entry.template === 'Liquidation' && String(entry.parameters) === String(parameters),
    );
    expect(shipped?.constraints).toBe(LOCK.instances[name].constraints);
    expect(recorded.compiler).toBe(LOCK.compiler);
  },
);

if (process.env.UPDATE_CONSTRAINTS) {
  test('refresh', { timeout: 900_000 }, async () => {
    const lines: string[] = [];
    for (const entry of recorded.templates) {
      lines.push(`    ${JSON.stringify({ ...entry, constraints: await count(entry) })}`);
    }
    const head = `{\n  "compiler": ${JSON.stringify(recorded.compiler)},\n  "templates": [\n`;
    writeFileSync(PATH, `${head}${lines.join(',\n')}\n  ]\n}\n`);
  });
} else {
  describe('constraints of each template', () => {
    test.each(recorded.templates.map((entry) => [`${entry.template}(${entry.parameters.join(', ')})`, entry] as const))(
      '%s',
      async (_, entry) => {
        expect(await count(entry)).toBe(entry.constraints);
      },
    );
  });
}
