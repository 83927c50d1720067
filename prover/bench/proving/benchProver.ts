import type { CommandOutput } from '../../commands/command.ts';
import { describeProver } from './describeProver.ts';
import { measureProver, type ProverBenchOptions } from './measureProver.ts';
import type { ProverBenchResult } from './proverBenchResult.ts';
import { provingCase } from './provingCase.ts';

export interface BenchProverOptions extends Omit<ProverBenchOptions, 'onProgress'> {
  readonly instances: readonly string[];
  readonly json: boolean;
}

/**
 * `fairmark bench --prover`: provers against snarkjs on the same keys and witnesses.
 *
 * @throws what `loadArtifacts` throws; ProvingError
 */
export async function benchProver(
  { instances, json, ...options }: BenchProverOptions,
  output: CommandOutput,
): Promise<void> {
  const onProgress = (line: string) => output.progress(line);
  const results: ProverBenchResult[] = [];
  for (const name of instances) {
    onProgress(`${name}: plan, artifacts and witness`);
    results.push(await measureProver(await provingCase(name, onProgress), { ...options, onProgress }));
  }
  if (json) output.print(JSON.stringify(results, null, 2));
  else {
    results.forEach((result, i) => {
      if (i > 0) output.print('');
      for (const line of describeProver(result)) output.print(line);
    });
  }
}
