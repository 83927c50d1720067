import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';

/** What the source of a template says about its signals and components. */
interface Template {
  readonly file: string;
  readonly inputs: readonly string[];
  /** Template of each component, by the component's name without indexes. */
  readonly components: ReadonlyMap<string, string>;
}

const ROOT = defaultWorkspace().root;

/** The templates that a circom file declares or includes; those of circomlib stay opaque. */
function templatesOf(path: string, found = new Map<string, Template>(), seen = new Set<string>()) {
  if (seen.has(path)) return found;
  seen.add(path);
  const source = readFileSync(path, 'utf8').replace(/\/\/.*$/gm, '');
  for (const [, target] of source.matchAll(/include\s+"([^"]+)"/g) as Iterable<RegExpMatchArray>) {
    if (!target?.startsWith('circomlib/')) templatesOf(join(dirname(path), target as string), found, seen);
  }
  for (const text of source.split(/^(?=template\s)/m)) {
    const name = text.match(/^template\s+(\w+)/)?.[1];
    if (name === undefined) continue;
    const inputs = [...text.matchAll(/signal\s+input\s+(\w+)/g)].map(([, input]) => input as string);
    const components = new Map<string, string>();
    for (const [, component, template] of text.matchAll(/(\w+)(?:\[[^\]]*\])*\s*=\s*([A-Z]\w*)\(/g)) {
      // Functions of constants are called in the same form; they are upper case throughout.
      if (/[a-z]/.test(template as string)) components.set(component as string, template as string);
    }
    found.set(name, { file: path, inputs, components });
  }
  return found;
}

/** Tells for a signal's full name in which template it stands. */
export class ComponentTree {
  private readonly templates: ReadonlyMap<string, Template>;

  /**
   * @param file circom file of the main component, absolute or from the repository root
   * @param main its template
   */
  constructor(
    file: string,
    private readonly main: string,
  ) {
    this.templates = templatesOf(file.startsWith('/') ? file : join(ROOT, file));
  }

  /** Names of the inputs of the main component, without indexes. */
  get inputs(): readonly string[] {
    return this.inputsOf(this.main);
  }

  /** Names of the inputs of a template, without indexes. */
  inputsOf(template: string): readonly string[] {
    return this.templates.get(template)?.inputs ?? [];
  }

  /**
   * Template and name, without indexes, of a signal such as `main.leg[3].gates.gates[0].quotient`.
   *
   * @returns undefined inside components of circomlib
   */
  locate(name: string): { template: string; signal: string; path: string } | undefined {
    const steps = name.split('.').slice(1);
    let template = this.main;
    for (const step of steps.slice(0, -1)) {
      const next = this.templates.get(template)?.components.get(step.replace(/\[.*$/, ''));
      if (next === undefined) return undefined;
      template = next;
    }
    if (!this.templates.has(template)) return undefined;
    const last = steps.at(-1) as string;
    return { template, signal: last.replace(/\[.*$/, ''), path: name.slice(0, -last.length) };
  }

  /** Path, such as `main.head.`, of the Poseidon component that a signal stands in, or undefined. */
  hashOf(name: string): string | undefined {
    const steps = name.split('.').slice(1);
    let template = this.main;
    let path = 'main.';
    for (const step of steps.slice(0, -1)) {
      const next = this.templates.get(template)?.components.get(step.replace(/\[.*$/, ''));
      path += `${step}.`;
      if (next === 'Poseidon') return path;
      if (next === undefined) return undefined;
      template = next;
    }
    return undefined;
  }

  /** Paths, such as `main.` or `main.leg[0].`, of all components of a template that hold one of the signals. */
  pathsOf(template: string, names: Iterable<string>): Set<string> {
    const paths = new Set<string>();
    for (const name of names) {
      const place = this.locate(name);
      if (place?.template === template) paths.add(place.path);
    }
    return paths;
  }
}
