import { argumentError, COMMON_OPTIONS, readArguments } from './readArguments.ts';

/**
 * The step that stands first among the arguments of a command that has steps, such as `fairmark ceremony begin`.
 *
 * @returns undefined where the help is asked for
 * @throws InputError (`ARGUMENTS`) for no step or an unknown one
 */
export function readStep<Step extends string>(
  command: string,
  steps: readonly Step[],
  args: readonly string[],
): Step | undefined {
  const [first, ...rest] = args;
  const step = steps.find((name) => name === first);
  if (step !== undefined) return rest.includes('--help') || rest.includes('-h') ? undefined : step;
  // Options first: an unknown one is named as such.
  const { values } = readArguments(command, first?.startsWith('-') ? args : [], COMMON_OPTIONS, 'STEP');
  if (values.help) return undefined;
  throw argumentError(command, `there is no step ${JSON.stringify(first)}; use one of: ${steps.join(', ')}`);
}
