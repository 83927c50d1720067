import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FairmarkError } from '../../circuits/errors.ts';
import { compileInstance } from '../../prover/setup/compileInstance.ts';
import { instanceShape, SHAPE_KEYS } from '../../prover/setup/instances.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import { ConstraintSystem } from '../circuit/constraintSystem.ts';
import { SignalForms } from '../circuit/signalForms.ts';
import { TemplateCircuit, type TemplateSpec } from '../circuit/templateCircuit.ts';
import { ComponentTree } from './componentTree.ts';

/** A circuit as the determinism checker reads it. */
export interface JudgedCircuit {
  /** Such as `FloorShift(12)` or the name of an instance. */
  readonly name: string;
  readonly system: ConstraintSystem;
  readonly signals: SignalForms;
  readonly tree: ComponentTree;
}

const ROOT = defaultWorkspace().root;

interface Entry {
  readonly template: string;
  readonly parameters: NonNullable<TemplateSpec['parameters']>;
}

/** Every template on record but the whole statement, with the parameters of the record. */
export function leafEntries(): Entry[] {
  const { templates } = JSON.parse(readFileSync(join(ROOT, 'circuits/constraints.json'), 'utf8')) as {
    templates: Entry[];
  };
  return templates.filter(({ template }) => template !== 'Liquidation');
}

/** Compiles a template of its own, inputs public. */
export async function leafCircuit({ template: path, parameters }: Entry): Promise<JudgedCircuit> {
  const template = path.split('/').at(-1) as string;
  const file = `circuits/${path}.circom`;
  const circuit = await TemplateCircuit.compile({ file, template, parameters });
  const call = parameters.map((value) => (Array.isArray(value) ? `[${value.join(', ')}]` : String(value))).join(', ');
  return {
    name: `${template}(${call})`,
    system: circuit.system,
    signals: circuit.forms,
    tree: new ComponentTree(file, template),
  };
}

/**
 * An instance as it ships. It is compiled a second time for the forms of replaced signals, and the constraints must be
 * the same.
 *
 * @throws FairmarkError (`INSTANCE_DIFFERS`)
 */
export async function instanceCircuit(name: string): Promise<JudgedCircuit> {
  const workspace = defaultWorkspace();
  const compiled = await compileInstance(name, workspace);
  const sym = readFileSync(compiled.sym, 'utf8');
  const system = new ConstraintSystem(readFileSync(compiled.r1cs), sym);
  const folder = join(ROOT, '.cache/determinism');
  const stored = join(folder, `${name}-${system.hash}.json`);
  if (!existsSync(stored)) {
    mkdirSync(folder, { recursive: true });
    const shape = await instanceShape(workspace, name);
    const work = `${name}.${process.pid}`;
    const call = `Liquidation(${SHAPE_KEYS.map((key) => shape[key]).join(', ')})`;
    writeFileSync(
      join(folder, `${work}.circom`),
      `pragma circom 2.1.6;\ninclude "circuits/Liquidation.circom";\ncomponent main = ${call};\n`,
    );
    const target = '.cache/determinism';
    const circom = createRequire(import.meta.url).resolve('circom2/cli.js');
    const flags = ['--r1cs', '--sym', '--O2', '--simplification_substitution'];
    const paths = ['-l', '.', '-l', 'node_modules', '-o', target];
    await promisify(execFile)(process.execPath, [circom, `${target}/${work}.circom`, ...flags, ...paths], {
      cwd: ROOT,
      maxBuffer: 1 << 26,
    });
    const again = new ConstraintSystem(
      readFileSync(join(folder, `${work}.r1cs`)),
      readFileSync(join(folder, `${work}.sym`), 'utf8'),
    );
    if (again.hash !== system.hash) {
      throw new FairmarkError('INSTANCE_DIFFERS', `${name}: a second compilation gives other constraints`, {
        remedy: 'Remove the cache of compiled circuits and run the audit again.',
      });
    }
    renameSync(join(folder, `${work}_substitutions.json`), stored);
  }
  return {
    name,
    system,
    signals: new SignalForms(sym, readFileSync(stored, 'utf8')),
    tree: new ComponentTree('circuits/Liquidation.circom', 'Liquidation'),
  };
}
