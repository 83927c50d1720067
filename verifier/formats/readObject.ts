import { InputError } from '../../circuits/errors.ts';
import { refuse } from './refuse.ts';

/** The fields of a JSON object that was read strictly. */
export type JsonFields<Required extends string, Optional extends string = never> = Record<Required, unknown> &
  Partial<Record<Optional, unknown>>;

/** Longest text in a document, in UTF-16 units, where nothing shorter is said. */
export const TEXT_LENGTH = 200;

/** `parent.key`, or the key alone at the top of a document. */
export function fieldPath(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`;
  return parent === '' ? key : `${parent}.${key}`;
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * Reads the own fields of a plain JSON object. A missing or unknown field is refused by name; `__proto__` as a key of
 * JSON text is an unknown field like any other.
 *
 * @returns a fresh object with null prototype that holds the required fields and those optional ones that are there
 * @throws InputError `OBJECT_EXPECTED`, `FIELD_MISSING`, `FIELD_UNKNOWN`
 */
export function readObject<R extends string, O extends string = never>(
  value: unknown,
  field: string,
  required: readonly R[],
  optional: readonly O[] = [],
): JsonFields<R, O> {
  if (!isPlainObject(value)) return refuse('OBJECT_EXPECTED', field, 'must be a JSON object');
  const known: ReadonlySet<string> = new Set<string>([...required, ...optional]);
  for (const key of Object.keys(value)) {
    if (!known.has(key)) {
      const name = fieldPath(field, JSON.stringify(key.slice(0, 40)));
      throw new InputError('FIELD_UNKNOWN', `${name} is not a field of this format`, {
        field,
        remedy: `Known fields: ${[...known].join(', ')}.`,
      });
    }
  }
  const fields: Partial<Record<R | O, unknown>> = Object.create(null);
  for (const key of required) {
    if (!Object.hasOwn(value, key)) return refuse('FIELD_MISSING', fieldPath(field, key), 'is missing');
    fields[key] = Reflect.get(value, key);
  }
  for (const key of optional) if (Object.hasOwn(value, key)) fields[key] = Reflect.get(value, key);
  return fields as JsonFields<R, O>;
}

/** Reads one field of a document: its value, and its path for the error. */
export type FieldReader<T> = (value: unknown, field: string) => T;

type FieldReaders = Readonly<Record<string, FieldReader<unknown>>>;

/** The value as it is, for what is read once the other fields are known. */
export const raw: FieldReader<unknown> = (value) => value;

/**
 * Reads a JSON object strictly, each field by its reader, in the order of the readers.
 *
 * @param optional readers of fields that may be left out
 * @throws InputError as `readObject` and the readers do
 */
export function readRecord<R extends FieldReaders, O extends FieldReaders = Record<never, never>>(
  value: unknown,
  field: string,
  required: R,
  optional: O = {} as O,
): { readonly [K in keyof R]: ReturnType<R[K]> } & { readonly [K in keyof O]?: ReturnType<O[K]> } {
  const fields = readObject(value, field, Object.keys(required), Object.keys(optional));
  const read = Object.entries({ ...required, ...optional }).flatMap(([key, reader]) =>
    Object.hasOwn(fields, key) ? [[key, reader(fields[key], fieldPath(field, key))] as const] : [],
  );
  // Each reader gave the value of its key.
  return Object.fromEntries(read) as ReturnType<typeof readRecord<R, O>>;
}

/** Reads what `readRecord` reads, as a field. */
export function recordOf<R extends FieldReaders>(
  readers: R,
): FieldReader<{ readonly [K in keyof R]: ReturnType<R[K]> }> {
  return (value, field) => readRecord(value, field, readers);
}

/** Reads what `readList` reads, as a field. */
export function listOf<T>(reader: FieldReader<T>, maximum: number, minimum = 0): FieldReader<T[]> {
  return (value, field) => readList(value, field, reader, maximum, minimum);
}

/**
 * Reads a JSON array of `minimum` to `maximum` entries, each by the reader.
 *
 * @throws InputError as `readArray` and the reader do
 */
export function readList<T>(value: unknown, field: string, reader: FieldReader<T>, maximum: number, minimum = 0): T[] {
  return readArray(value, field, maximum, minimum).map((entry, i) => reader(entry, fieldPath(field, i)));
}

/**
 * Reads a JSON array with limits on its length.
 *
 * @throws InputError `ARRAY_EXPECTED`, `ARRAY_LENGTH`
 */
export function readArray(value: unknown, field: string, maximum: number, minimum = 0): readonly unknown[] {
  if (!Array.isArray(value)) return refuse('ARRAY_EXPECTED', field, 'must be a JSON array');
  if (value.length < minimum || value.length > maximum) {
    const allowed = minimum === maximum ? `exactly ${minimum}` : `${minimum} to ${maximum}`;
    return refuse('ARRAY_LENGTH', field, `has ${value.length} entries; ${allowed} are allowed`);
  }
  return Array.from({ length: value.length }, (_, i) => value[i]);
}

/**
 * Reads a text for people or a name: 1 to `maximum` characters, no control or formatting characters (such as those
 * that turn the direction of writing), no blanks at the ends.
 *
 * @throws InputError `TEXT_INVALID`
 */
export function readText(value: unknown, field: string, maximum = TEXT_LENGTH): string {
  if (typeof value !== 'string' || value.length === 0 || value.length > maximum) {
    return refuse('TEXT_INVALID', field, `must be a text of 1 to ${maximum} characters`);
  }
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(value) || value.trim() !== value) {
    return refuse('TEXT_INVALID', field, 'holds control or formatting characters, or blanks at an end');
  }
  return value;
}

/** @throws InputError `BOOLEAN_EXPECTED` */
export function readBoolean(value: unknown, field: string): boolean {
  return typeof value === 'boolean' ? value : refuse('BOOLEAN_EXPECTED', field, 'must be true or false');
}

/**
 * Reads one of a few words.
 *
 * @throws InputError `CHOICE_INVALID`
 */
export function readChoice<T extends string>(value: unknown, field: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === value);
  return choice ?? refuse('CHOICE_INVALID', field, `must be one of ${choices.join(', ')}`);
}

/** Checks the name and version of a document; throws InputError `FORMAT_UNKNOWN`. */
export function formatOf<T extends string>(format: T): FieldReader<T> {
  return (value, field) => readFormat(value, field, format);
}

/**
 * Checks the name and version of a document.
 *
 * @throws InputError `FORMAT_UNKNOWN`
 */
export function readFormat<T extends string>(value: unknown, field: string, format: T): T {
  if (value === format) return format;
  return refuse('FORMAT_UNKNOWN', field, `must be "${format}"`, {
    remedy: 'Check that this is the right file and version.',
  });
}

/**
 * Reads a whole number of at most `bits` bits: a JSON number up to 2^53 - 1, or canonical decimal digits as text.
 *
 * @throws InputError `NATURAL_INVALID`
 */
export function readNatural(value: unknown, field: string, bits: bigint | number): bigint {
  let natural: bigint | undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0)) natural = BigInt(value);
  if (typeof value === 'string' && value.length <= 80 && /^(?:0|[1-9]\d*)$/.test(value)) natural = BigInt(value);
  if (natural === undefined || natural < 0n || natural >> BigInt(bits) !== 0n) {
    return refuse('NATURAL_INVALID', field, `must be a whole number from 0 to 2^${bits} - 1`);
  }
  return natural;
}

/** Reads whole numbers of at most `bits` bits. */
export function naturalOf(bits: bigint | number): FieldReader<bigint> {
  return (value, field) => readNatural(value, field, bits);
}

/** A whole number as JSON: a number where that is exact, digits as text above 2^53 - 1. */
export function writeNatural(value: bigint): number | string {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value.toString();
}
