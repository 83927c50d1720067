/** Inputs of a template by name, arrays nested as its signals are. */
export type LeafInputs = Record<string, unknown>;

/** A template with parameters, and inputs that an honest prover gives it. */
export interface Leaf {
  /** File of the template, from the repository root; it is named as the template. */
  file: string;
  template: string;
  parameters: readonly (number | readonly number[])[];
  inputs: readonly LeafInputs[];
}

/** The circom expression of a leaf, such as `Bits(5)`: also what names it. */
export function leafCall({ template, parameters }: Pick<Leaf, 'template' | 'parameters'>): string {
  return `${template}(${parameters.map((value) => (typeof value === 'number' ? value : `[${value.join(', ')}]`)).join(', ')})`;
}
