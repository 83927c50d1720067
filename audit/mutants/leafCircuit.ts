import { circomSources, PlainCircuit, type PlainSpec } from '../circuit/plainCircuit.ts';
import { type Leaf, leafCall } from '../vectors/leaf.ts';
import { type Challenge, challengeInputs, type Verdict } from './challenge.ts';
import { FORGED_AT_ONCE, forgeable, SITE_COUNT, SITE_VALUES } from './forgeable.ts';

/** A leaf that can be forged, compiled from the sources or from changed ones. */
export class LeafCircuit {
  private constructor(
    readonly circuit: PlainCircuit,
    private readonly outputs: readonly [name: string, wire: number][],
  ) {}

  /**
   * @param names of the signals of the unchanged leaf
   * @param changed texts that replace those of files
   * @throws CompileError
   */
  static async compile(
    leaf: Leaf,
    names: readonly string[],
    changed: ReadonlyMap<string, string> = new Map(),
  ): Promise<LeafCircuit> {
    const text = changed.get(leaf.file) ?? (circomSources().get(leaf.file) as string);
    const open = forgeable(text, leaf.template, names, leaf.template === 'Liquidation');
    const circuit = await PlainCircuit.compile(specOf(leaf, new Map([...changed, [leaf.file, open]])));
    const declared = [...text.matchAll(/signal\s+output\s+(\w+)/g)].map((match) => `main.${match[1]}`);
    const outputs = circuit.system.names.flatMap(([name = ''], wire): [string, number][] =>
      declared.includes(name.replace(/\[.*/, '')) ? [[name, wire]] : [],
    );
    return new LeafCircuit(circuit, outputs);
  }

  /** What each assignment that can be moved would be, in order, for these inputs. */
  async siteValues(inputs: Challenge['inputs']): Promise<bigint[]> {
    const wires = await this.assign({ inputs, at: [], by: [] });
    const read = (name: string) => wires?.[this.circuit.system.wireOf(`main.${name}`) as number] ?? 0n;
    return Array.from({ length: Number(read(SITE_COUNT)) }, (_, site) => read(`${SITE_VALUES}[${site}]`));
  }

  /** All wires where the generator answers. */
  async assign(challenge: Challenge): Promise<bigint[] | undefined> {
    return this.circuit.assign(challengeInputs(challenge, FORGED_AT_ONCE));
  }

  /** What the constraints say; undefined where the generator does not answer. */
  async judge(challenge: Challenge): Promise<Verdict | undefined> {
    const wires = await this.assign(challenge);
    if (!wires) return undefined;
    if (!this.circuit.accepts(wires)) return { accepts: false };
    return { accepts: true, outputs: this.outputs.map(([name, wire]) => `${name}=${wires[wire]}`).join(' ') };
  }
}

/** A leaf without changes, as circom compiles it. */
export function specOf(leaf: Leaf, changed: ReadonlyMap<string, string> = new Map()): PlainSpec {
  return { file: leaf.file, main: leafCall(leaf), changed };
}
