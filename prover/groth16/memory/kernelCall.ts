/** A call of an exported kernel: its name, and addresses and counts as arguments. */
export interface KernelCall {
  readonly name: string;
  readonly args: readonly number[];
}
