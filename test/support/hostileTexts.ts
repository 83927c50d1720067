import { PUBLIC_SIGNALS } from '../../circuits/signals.ts';
import type { OpeningDocument } from '../../verifier/opening.ts';
import { BASE_FIELD, SCALAR_FIELD } from '../../verifier/points.ts';
import type { Receipt } from '../../verifier/receipt.ts';
import { changed } from './documents.ts';

/** A text that is no receipt, or no opening of its receipt, with a name for the test. */
export type HostileText = readonly [name: string, text: string];

/** Runs a script if any page takes it for markup; the page that does so throws. */
export const MARKUP = '<img src=x onerror="throw Error(1)"><svg/onload=throw/**/1>\u{202e}';

/** Every path to a text or number in a document. */
function leaves(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, entry]) => leaves(entry, path === '' ? key : `${path}.${key}`));
}

const valueAt = (document: unknown, path: string): unknown =>
  path.split('.').reduce((at, key) => (at as Record<string, unknown>)[key], document);

/** Other spellings of a decimal, as JSON can hold them. */
export function spellings(text: string, order: bigint): readonly (readonly [string, unknown])[] {
  return [
    ['plus the field order', String(BigInt(text) + order)],
    ['as a number', Number(text)],
    ['in hexadecimal', `0x${BigInt(text).toString(16)}`],
    ['with a leading zero', `0${text}`],
    ['with a plus sign', `+${text}`],
    ['with a minus sign', `-${text}`],
    ['with a blank', ` ${text}`],
    ['with a newline', `${text}\n`],
    ['with a fraction', `${text}.0`],
    ['with an exponent', `${text}e0`],
    ['with a separator', `${text}_0`],
    ['in other digits', text.replace(/\d/, '٣')],
    ['in an array', [text]],
    ['of 50,000 digits', '9'.repeat(50_000)],
    ['as nothing', ''],
    ['as null', null],
  ];
}

/** Files that are no JSON or no object, around a good document. */
export function brokenFiles(text: string): HostileText[] {
  return [
    ['half of it', text.slice(0, text.length / 2)],
    ['it twice', text + text],
    ['a comment', `${text} // valid`],
    ['a trailing comma', text.replace(/}$/, ',}')],
    ['depth', '['.repeat(30_000) + ']'.repeat(30_000)],
    ['depth of objects', `${'{"proof":'.repeat(6000)}1${'}'.repeat(6000)}`],
    ['a number of many digits', text.replace(/:1\b/, `:${'1'.repeat(50_000)}`)],
    ['a prototype', `{"__proto__": {"verdict": "VALID"}, ${text.slice(1)}`],
    ['itself as a prototype', `{"__proto__": ${text}}`],
    ['itself in an array', `[${text}]`],
    ['a constructor', `{"constructor": {"prototype": {}}, ${text.slice(1)}`],
    ['blanks beyond the limit', text + ' '.repeat(3_000_000)],
    ['null', 'null'],
    ['markup', `<script>throw Error(1)</script>${MARKUP}`],
  ];
}

/** Receipts that no verifier may accept (W1, W2, W3). */
export function hostileReceipts(receipt: Receipt): HostileText[] {
  const edit = (name: string, path: string, value: unknown): HostileText => [
    name,
    JSON.stringify(changed(receipt, path, value)),
  ];
  const numbers: readonly (readonly [string, bigint])[] = [
    ...PUBLIC_SIGNALS.map((name) => [`publicSignals.${name}`, SCALAR_FIELD] as const),
    ['proof.a.0', BASE_FIELD],
    ['proof.b.1.0', BASE_FIELD],
    ['domain.sequence', 1n << 64n],
  ];
  const key = { alpha: ['1', '2'], gamma: 'mine' };
  return [
    ...brokenFiles(JSON.stringify(receipt)).map(([name, text]): HostileText => [`receipt: ${name}`, text]),
    ...numbers.flatMap(([path, order]) =>
      spellings(String(valueAt(receipt, path)), order).map(([how, value]) => edit(`${path} ${how}`, path, value)),
    ),
    ...leaves(receipt).map((path) => edit(`markup in ${path}`, path, MARKUP)),
    ['W2 a key in the receipt', JSON.stringify({ ...receipt, verificationKey: key })],
    ['W2 a node in the receipt', JSON.stringify({ ...receipt, rpc: 'https://node.example' })],
    ['W2 a circuit in the receipt', JSON.stringify({ ...receipt, circuit: { id: 'mine' } })],
    edit('W2 another key', 'verificationKeyHash', `0x${'ab'.repeat(32)}`),
    edit('a hundred thousand coordinates', 'proof.a', Array(10_000).fill('1')),
  ];
}

/** Openings that do not open the receipt (W1, W3): one place changed each. */
export function hostileOpenings(opening: OpeningDocument): HostileText[] {
  const edit = (name: string, path: string, value: unknown): HostileText => [
    name,
    JSON.stringify(changed(opening, path, value)),
  ];
  const decimal = (path: string) => /^-?\d+(\.\d+)?$/.test(String(valueAt(opening, path)));
  return [
    ...brokenFiles(JSON.stringify(opening)).map(([name, text]): HostileText => [`opening: ${name}`, text]),
    ...leaves(opening).map((path) => edit(`markup in ${path}`, path, MARKUP)),
    ...leaves(opening)
      .filter(decimal)
      .map((path) => edit(`${path} of 50,000 digits`, path, '9'.repeat(50_000))),
    edit('ten thousand positions', 'accountBefore.positions', Array(10_000).fill({ instrument: 'BTC', quantity: '1' })),
    edit('ten thousand legs', 'outcome.legs', Array(10_000).fill({})),
    edit('ten thousand underlyings', 'charter.underlyings', Array(10_000).fill({})),
  ];
}
