import { type ParseArgsConfig, parseArgs } from 'node:util';
import { InputError } from '../../circuits/errors.ts';

type ParseArgsOptionsConfig = NonNullable<ParseArgsConfig['options']>;
type Parsed<T extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<{ options: T; allowPositionals: true }>>;

/** Options that every command has. */
export const COMMON_OPTIONS = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

/** An argument error of a command, with the remedy that all of them share. */
export function argumentError(command: string, message: string, field?: string): InputError {
  const remedy = `See fairmark ${command} --help.`;
  return new InputError('ARGUMENTS', message, field === undefined ? { remedy } : { field, remedy });
}

/**
 * Reads the arguments of a command. A value may be a negative number: `--svi -0.04,0.1,…`.
 *
 * @param file name of the one file that the command takes, such as `EVENT.json`; `EVENT.json…` takes one or more; without
 *   it no file is taken
 * @throws InputError (`ARGUMENTS`) for unknown options, options without their value, empty values, and files too many or
 *   missing; with `--help` nothing is missing
 */
export function readArguments<const T extends ParseArgsOptionsConfig>(
  command: string,
  args: readonly string[],
  options: T,
  file?: string,
): { values: Parsed<T>['values']; file: string; files: readonly string[] } {
  const config = { args: joinNegatives(args, options), options, allowPositionals: true } as const;
  let parsed: Parsed<T>;
  try {
    parsed = parseArgs<typeof config & ParseArgsConfig>(config) as Parsed<T>;
  } catch (error) {
    throw argumentError(command, error instanceof Error ? error.message : 'the arguments are wrong');
  }
  const { values, positionals } = parsed;
  for (const [name, value] of Object.entries(values)) {
    if (value === '') throw argumentError(command, `--${name} is empty`, `--${name}`);
  }
  const help = Object.entries(values).some(([name, value]) => name === 'help' && value === true);
  const several = file?.endsWith('…') === true;
  const fits = several ? positionals.length > 0 : positionals.length === (file === undefined ? 0 : 1);
  if (!help && !fits) {
    const takes = file === undefined ? 'no file' : several ? file : `one ${file}`;
    throw argumentError(command, `${command} takes ${takes}, not ${positionals.length}`, file);
  }
  return { values, file: positionals[0] ?? '', files: positionals };
}

/** Joins an option and a value that begins with a minus and a digit, which parseArgs takes for an option. */
function joinNegatives(args: readonly string[], options: ParseArgsOptionsConfig): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const last = joined.at(-1) ?? '';
    const wantsValue = last.startsWith('--') && options[last.slice(2)]?.type === 'string';
    if (wantsValue && /^-\d/.test(arg)) joined[joined.length - 1] = `${last}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}
