import { createReadStream } from 'node:fs';
import { InputError } from '../../circuits/errors.ts';
import { parseJson } from './parseJson.ts';
import { unreadable } from './unreadable.ts';

/** One line of a file of JSON lines. */
export interface JsonLine {
  /** From 1. */
  readonly line: number;
  /** @throws InputError `JSON_INVALID`, as `parseJson` does */
  readonly parse: () => unknown;
}

const NEW_LINE = 0x0a;
const MAXIMUM_LINE_BYTES = 64 * 1024 * 1024;

async function* linesOf(path: string): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(NEW_LINE); end >= 0; end = chunk.indexOf(NEW_LINE, start)) {
      yield Buffer.concat([...parts, chunk.subarray(start, end)]);
      parts = [];
      length = 0;
      start = end + 1;
    }
    parts.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > MAXIMUM_LINE_BYTES) {
      throw new InputError('FILE_TOO_LARGE', `${path} has a line of more than ${MAXIMUM_LINE_BYTES} bytes`, {
        field: path,
        remedy: 'Check that it holds one JSON document a line.',
      });
    }
  }
  if (length > 0) yield Buffer.concat(parts);
}

const isBlank = (bytes: Uint8Array) => bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);

/**
 * The lines of a file of JSON lines (UTF-8), a piece of the file at a time; blank ones are left out.
 *
 * @throws InputError `FILE_UNREADABLE`, `FILE_TOO_LARGE` (a line above 64 MiB)
 */
export async function* readJsonLines(path: string): AsyncGenerator<JsonLine> {
  let line = 0;
  try {
    for await (const bytes of linesOf(path)) {
      line += 1;
      const number = line;
      if (!isBlank(bytes)) yield { line: number, parse: () => parseJson(bytes, path, number) };
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}
