import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type WitnessCalculator, WitnessCalculatorBuilder } from 'circom_runtime';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import { SCALAR_FIELD } from '../../verifier/points.ts';
import { type Constraint, ConstraintSystem } from './constraintSystem.ts';
import { hintMark } from './hintSites.ts';
import { LenientGenerator } from './lenientGenerator.ts';
import { reduced } from './reduced.ts';
import { runCircom } from './runCircom.ts';
import { SignalForms } from './signalForms.ts';
import { violatedConstraints } from './violatedConstraints.ts';
import { withMarkedHints } from './withMarkedHints.ts';
import { withoutEqualities } from './withoutEqualities.ts';

const ROOT = defaultWorkspace().root;
const CACHE = join(ROOT, '.cache/test-circuits');

/** Order of the BN254 scalar field. */
export const FIELD = SCALAR_FIELD;

export interface TemplateSpec {
  /** File of the template, from the repository root. */
  file: string;
  template: string;
  parameters?: readonly (number | bigint | readonly (number | bigint)[])[];
  /** Keep inputs private, as in a shipped instance; edits of an input then need a wire that survives. */
  privateInputs?: boolean;
}

/** Refusals are what tests look for: the runtime need not print them. */
const SILENT = { logOutput: () => {}, logStartComponent: () => {}, logFinishComponent: () => {} };

/** Every signal of the uncompressed circuit by its full name, `main.` included. */
export type Assignment = Map<string, bigint>;
export type Inputs = Record<string, unknown>;

/**
 * A template compiled as it ships (`--O2`), with a second witness generator in
 * which every `===` is removed and every hint is marked, so that a test can hand the
 * constraints a witness that honest code would never produce.
 */
export class TemplateCircuit {
  private shipped: Promise<WitnessCalculator> | undefined;

  private constructor(
    /** The constraints as they ship. */
    readonly system: ConstraintSystem,
    /** What simplification made of each signal. */
    readonly forms: SignalForms,
    private readonly shippedWasm: Uint8Array,
    /** Computes every signal without checks, and from forged hints. */
    readonly generator: LenientGenerator,
  ) {}

  static async compile(spec: TemplateSpec): Promise<TemplateCircuit> {
    const folder = await build(spec);
    const sym = readFileSync(join(folder, 'shipped.sym'), 'utf8');
    return new TemplateCircuit(
      new ConstraintSystem(readFileSync(join(folder, 'shipped.r1cs')), sym),
      new SignalForms(sym, readFileSync(join(folder, 'shipped.substitutions.json'), 'utf8')),
      readFileSync(join(folder, 'shipped.wasm')),
      await LenientGenerator.load(
        readFileSync(join(folder, 'lenient.wasm')),
        readFileSync(join(folder, 'lenient.sym'), 'utf8'),
      ),
    );
  }

  get constraintCount(): number {
    return this.system.constraints.length;
  }

  /** The witness of the shipped generator, in wire order; throws where an input violates a constraint. */
  async calculate(inputs: Inputs): Promise<bigint[]> {
    this.shipped ??= WitnessCalculatorBuilder(this.shippedWasm, SILENT);
    return (await this.shipped).calculateWitness(inputs, true);
  }

  /** Every signal by name, from a generator that checks nothing. */
  async assign(inputs: Inputs): Promise<Assignment> {
    this.generator.run(inputs);
    const assignment: Assignment = new Map();
    this.generator.names.forEach((name, label) => {
      assignment.set(name, this.generator.read(label));
    });
    return assignment;
  }

  /** A copy with some signals replaced. Throws for a signal that simplification removed: such an edit tests nothing. */
  forge(assignment: Assignment, edits: Record<string, bigint>): Assignment {
    const forged = new Map(assignment);
    for (const [name, value] of Object.entries(edits)) {
      const wire = this.system.wireOf(name);
      if (wire === undefined) throw new Error(`${name} is not a wire of the shipped circuit`);
      for (const other of this.system.names[wire] as readonly string[]) forged.set(other, reduced(value));
    }
    return forged;
  }

  survives(name: string): boolean {
    return this.system.wireOf(name) !== undefined;
  }

  /** Names of all signals that survive simplification. */
  signals(): string[] {
    return [...this.system.signals()];
  }

  /** The values of the shipped circuit's wires, in wire order. */
  wires(assignment: Assignment): bigint[] {
    return this.system.names.map((names, wire) => (wire === 0 ? 1n : (assignment.get(names[0] as string) as bigint)));
  }

  /** Indexes of the constraints of the shipped circuit that the assignment does not satisfy. */
  violated(assignment: Assignment): number[] {
    return violatedConstraints(this.system, this.wires(assignment));
  }

  /** Names of the signals that stand in the constraints which the assignment does not satisfy. */
  violatedSignals(assignment: Assignment): Set<string> {
    const names = new Set<string>();
    for (const index of this.violated(assignment)) {
      for (const [wire] of (this.system.constraints[index] as Constraint).flat()) {
        for (const name of this.system.names[wire] as readonly string[]) if (wire !== 0) names.add(name);
      }
    }
    return names;
  }

  /** Outputs and other signals by name without `main.`, as signed integers. */
  read(assignment: Assignment, name: string): bigint {
    const value = assignment.get(`main.${name}`);
    if (value === undefined) throw new Error(`no signal main.${name}`);
    return value > FIELD / 2n ? value - FIELD : value;
  }
}

/** All circom files that a template file includes, itself first. */
function closure(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const match of readFileSync(join(ROOT, file), 'utf8').matchAll(/include\s+"([^"]+)"/g)) {
    const target = match[1] as string;
    if (!target.startsWith('circomlib/')) closure(relative(ROOT, resolve(ROOT, dirname(file), target)), seen);
  }
  return seen;
}

function literal(value: number | bigint | readonly (number | bigint)[]): string {
  return Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
}

async function build(spec: TemplateSpec): Promise<string> {
  const sources = [...closure(spec.file)];
  const call = `${spec.template}(${(spec.parameters ?? []).map(literal).join(', ')})`;
  const hash = createHash('sha256').update(`${call}${spec.privateInputs ?? false}`);
  for (const source of sources) hash.update(source).update(readFileSync(join(ROOT, source)));
  hash.update(readFileSync(import.meta.filename)).update(String(hintMark('')));
  const key = `${spec.template}-${hash.digest('hex').slice(0, 24)}`;
  const folder = join(CACHE, key);
  if (existsSync(folder)) return folder;

  const work = join(CACHE, `${key}.${process.pid}.${Math.floor(performance.now() * 1000)}`);
  // Inputs are public here: a private input that only enters a linear equation would be substituted away, and
  // an edit of it would test nothing.
  const inputs = [...readFileSync(join(ROOT, spec.file), 'utf8').matchAll(/signal\s+input\s+(\w+)/g)].map((m) => m[1]);
  const visible = inputs.length > 0 && !spec.privateInputs ? ` {public [${inputs.join(', ')}]}` : '';
  const main = `pragma circom 2.1.6;\ninclude "${spec.file}";\ncomponent main${visible} = ${call};\n`;
  for (const kind of ['shipped', 'lenient'] as const) {
    for (const source of sources) {
      const text = readFileSync(join(ROOT, source), 'utf8');
      const target = join(work, kind, source);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, kind === 'lenient' ? withMarkedHints(withoutEqualities(text), source) : text);
    }
    writeFileSync(join(work, kind, `${kind}.circom`), main);
    const level = kind === 'shipped' ? '--O2' : '--O0';
    const target = relative(ROOT, join(work, kind));
    const refusal = await runCircom([
      ...[`${target}/${kind}.circom`, '--r1cs', '--wasm', '--sym', level],
      ...(kind === 'shipped' ? ['--simplification_substitution'] : []),
      ...['-l', target, '-l', 'node_modules', '-o', target],
    ]);
    if (refusal !== undefined) throw new Error(`circom failed on ${call}:\n${refusal}`);
    for (const [from, to] of [
      ...(kind === 'shipped' ? [['shipped_substitutions.json', 'shipped.substitutions.json'] as const] : []),
      [`${kind}.r1cs`, `${kind}.r1cs`],
      [`${kind}.sym`, `${kind}.sym`],
      [`${kind}_js/${kind}.wasm`, `${kind}.wasm`],
    ] as const) {
      renameSync(join(work, kind, from), join(work, to));
    }
    rmSync(join(work, kind), { recursive: true });
  }
  try {
    renameSync(work, folder);
  } catch {
    if (!readdirSync(CACHE).includes(key)) throw new Error(`cannot store ${folder}`);
    rmSync(work, { recursive: true });
  }
  return folder;
}
