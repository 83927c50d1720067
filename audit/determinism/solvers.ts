import { spawnSync } from 'node:child_process';

/** What a solver says of a query: `unsat` is a proof of uniqueness, `sat` a counterexample. */
export type Answer = 'unsat' | 'sat' | 'unknown';

export interface Solver {
  /** With its version, as in stored verdicts. */
  readonly name: string;
  ask(query: string): Answer;
}

/** Seconds for one query: every proof on record takes less than three. */
const LIMIT = 20;

const COMMANDS: readonly (readonly [command: string, options: readonly string[], version: RegExp])[] = [
  ['cvc5', ['--lang=smt2', '--nl-rlv=always', '-'], /version ([\d.]+\d)/],
  ['z3', ['-in'], /version ([\d.]+\d)/],
];

/** The solvers on this machine, none of which the product needs. */
export function installedSolvers(): Solver[] {
  return COMMANDS.flatMap(([command, options, pattern]) => {
    const said = spawnSync(command, ['--version'], { encoding: 'utf8' });
    const version = said.stdout?.match(pattern)?.[1];
    if (version === undefined) return [];
    const ask = (input: string): Answer => {
      const { stdout } = spawnSync(command, options, { input, encoding: 'utf8', timeout: LIMIT * 1000 });
      const [answer] = stdout.trim().split('\n');
      return answer === 'unsat' || answer === 'sat' ? answer : 'unknown';
    };
    return [{ name: `${command} ${version}`, ask }];
  });
}
