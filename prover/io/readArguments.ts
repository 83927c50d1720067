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

/** The value of an option that a command cannot do without. */
export function requiredOption(command: string, value: string | undefined, field: string): string {
  if (value === undefined) throw argumentError(command, `${field} is missing`, field);
  return value;
}

/**
 * Reads the arguments of a command. A value may be a negative number: `--svi -0.04,0.1,…`.
 *
 * @param file name of the one file that the command takes, such as `EVENT.json`; without it no file is taken
 * @throws InputError (`ARGUMENTS`) for unknown options, options without their value, empty values, and files too many or
 *   missing; with `--help` nothing is missing
 */
export function readArguments<const T extends ParseArgsOptionsConfig>(
  command: string,
  args: readonly string[],
  options: T,
  file?: string,
): { values: Parsed<T>['values']; file: string } {
  const { values, files } = readManyArguments(command, args, options);
  const help = Object.entries(values).some(([name, value]) => name === 'help' && value === true);
  if (!help && files.length !== (file === undefined ? 0 : 1)) {
    const takes = file === undefined ? 'no file' : `one ${file}`;
    throw argumentError(command, `${command} takes ${takes}, not ${files.length}`, file);
  }
  return { values, file: files[0] ?? '' };
}

/**
 * As `readArguments`, for a command that takes any number of files.
 *
 * @throws InputError (`ARGUMENTS`) for unknown options, options without their value, and empty values
 */
export function readManyArguments<const T extends ParseArgsOptionsConfig>(
  command: string,
  args: readonly string[],
  options: T,
): { values: Parsed<T>['values']; files: readonly string[] } {
  const config = { args: joinNegatives(args, options), options, allowPositionals: true } as const;
  let parsed: Parsed<T>;
  try {
    parsed = parseArgs<typeof config & ParseArgsConfig>(config) as Parsed<T>;
  } catch (error) {
    throw argumentError(command, error instanceof Error ? error.message : 'the arguments are wrong');
  }
  const { values, positionals } = parsed;
  for (const [name, value] of Object.entries(values)) {
    const isEmpty = Array.isArray(value) ? value.includes('') : value === '';
    if (isEmpty) throw argumentError(command, `--${name} is empty`, `--${name}`);
  }
  return { values, files: positionals };
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
