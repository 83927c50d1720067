import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type WitnessCalculator, WitnessCalculatorBuilder } from 'circom_runtime';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import { SCALAR_FIELD } from '../../verifier/points.ts';
import { ConstraintSystem } from './constraintSystem.ts';
import { runCircom } from './runCircom.ts';
import { STAND_IN_POSEIDON } from './standInPoseidon.ts';
import { withoutEqualities } from './withoutEqualities.ts';

const ROOT = defaultWorkspace().root;
const CACHE = join(ROOT, '.cache/plain-circuits');
const SILENT = { logOutput: () => {}, logStartComponent: () => {}, logFinishComponent: () => {} };

export interface PlainSpec {
  /** File of the template, from the repository root. */
  file: string;
  /** Circom expression of the main component, such as `Bits(5)`. */
  main: string;
  /** Texts that replace those of files, by path from the repository root. */
  changed?: ReadonlyMap<string, string>;
  /** `plain`: no simplification. `shipped`: as an instance ships, with public inputs, which keep their wires. */
  level?: 'plain' | 'shipped';
}

/** Circom refused the sources: its own words. */
export class CompileError extends Error {}

let sources: ReadonlyMap<string, string> | undefined;

/** Every circom file under `circuits/`, by path from the repository root. */
export function circomSources(): ReadonlyMap<string, string> {
  sources ??= new Map(
    readdirSync(join(ROOT, 'circuits'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.circom'))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
      .sort()
      .map((file) => [file, readFileSync(join(ROOT, file), 'utf8')] as const),
  );
  return sources;
}

/**
 * A circuit without simplification: every signal has a wire and every statement its constraint, and the witness
 * generator checks nothing. A cheap mixing function stands in for Poseidon. For comparing a circuit with a changed
 * one, signal by signal; templateCircuit.ts has circuits as they ship.
 */
export class PlainCircuit {
  private calculator: Promise<WitnessCalculator> | undefined;

  private constructor(
    readonly system: ConstraintSystem,
    private readonly wasm: Uint8Array,
  ) {}

  /** @throws CompileError */
  static async compile(spec: PlainSpec): Promise<PlainCircuit> {
    const folder = await build(spec);
    const read = (file: string) => readFileSync(join(folder, file));
    return new PlainCircuit(new ConstraintSystem(read('c.r1cs'), read('c.sym').toString('utf8')), read('c.wasm'));
  }

  /** Values of all wires, in wire order; undefined where the generator divides by zero or the like. */
  async assign(inputs: Record<string, unknown>): Promise<bigint[] | undefined> {
    this.calculator ??= WitnessCalculatorBuilder(this.wasm, SILENT);
    try {
      return await (await this.calculator).calculateWitness(inputs, false);
    } catch {
      this.calculator = undefined;
      return undefined;
    }
  }

  /** Whether an assignment satisfies every constraint. */
  accepts(wires: readonly bigint[]): boolean {
    for (const [a, b, c] of this.system.constraints) {
      let left = 0n;
      let right = 0n;
      let product = 0n;
      for (const [wire, coefficient] of a) left += (wires[wire] as bigint) * coefficient;
      for (const [wire, coefficient] of b) right += (wires[wire] as bigint) * coefficient;
      for (const [wire, coefficient] of c) product += (wires[wire] as bigint) * coefficient;
      if ((left * right - product) % SCALAR_FIELD !== 0n) return false;
    }
    return true;
  }
}

/** sha256 of the `.r1cs` file as it would ship, with the stand-in for Poseidon. @throws CompileError */
export async function shippedHash(spec: PlainSpec): Promise<string> {
  const folder = await build({ ...spec, level: 'shipped' });
  return createHash('sha256')
    .update(readFileSync(join(folder, 'c.r1cs')))
    .digest('hex');
}

async function build({ file, main, changed = new Map(), level = 'plain' }: PlainSpec): Promise<string> {
  const texts = new Map([...circomSources(), ...changed]);
  const inputs = [...(texts.get(file) ?? '').matchAll(/signal\s+input\s+(\w+)/g)].map((match) => match[1]);
  const visible = level === 'shipped' && inputs.length > 0 ? ` {public [${inputs.join(', ')}]}` : '';
  const root = `pragma circom 2.1.6;\ninclude "${file}";\ncomponent main${visible} = ${main};\n`;
  const hash = createHash('sha256').update(JSON.stringify([root, level, STAND_IN_POSEIDON, ...texts]));
  hash.update(readFileSync(import.meta.filename));
  const key = hash.digest('hex').slice(0, 32);
  const folder = join(CACHE, key);
  if (existsSync(folder)) {
    if (existsSync(join(folder, 'refused'))) throw new CompileError(readFileSync(join(folder, 'refused'), 'utf8'));
    return folder;
  }

  const work = join(CACHE, `${key}.${process.pid}.${Math.floor(performance.now() * 1000)}`);
  const write = (path: string, text: string) => {
    const target = join(work, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  };
  const compile = async (kind: 'strict' | 'lenient', options: readonly string[]) => {
    for (const [path, text] of texts) write(`${kind}/${path}`, kind === 'lenient' ? withoutEqualities(text) : text);
    write(`${kind}/circomlib/circuits/poseidon.circom`, STAND_IN_POSEIDON);
    write(`${kind}/c.circom`, root);
    const at = relative(ROOT, join(work, kind));
    const refusal = await runCircom([`${at}/c.circom`, ...options, '-l', at, '-o', at]);
    for (const [from, to] of [
      ['c.r1cs', 'c.r1cs'],
      ['c.sym', 'c.sym'],
      ['c_js/c.wasm', 'c.wasm'],
    ] as const) {
      if (existsSync(join(work, kind, from))) renameSync(join(work, kind, from), join(work, to));
    }
    rmSync(join(work, kind), { recursive: true });
    return refusal;
  };
  let refusal = await compile('strict', ['--r1cs', '--sym', level === 'plain' ? '--O0' : '--O2']);
  if (refusal === undefined && level === 'plain') refusal = await compile('lenient', ['--wasm', '--O0']);
  if (refusal !== undefined) write('refused', refusal);
  try {
    renameSync(work, folder);
  } catch {
    // Another process was faster.
    rmSync(work, { recursive: true });
  }
  if (refusal !== undefined) throw new CompileError(refusal);
  return folder;
}
