import { InputError } from '../../circuits/errors.ts';
import { jsonErrorOffset } from './jsonErrorOffset.ts';

/**
 * Parses JSON (UTF-8, byte order mark allowed). What it holds is for the caller to check.
 *
 * @param path where it was read, for the error
 * @param firstLine number of the first line in that file
 * @throws InputError `JSON_INVALID` (with line and column, and without quoting the content, which may be secret)
 */
export function parseJson(bytes: Uint8Array, path: string, firstLine = 1): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const where = firstLine === 1 ? '' : ` at line ${firstLine}`;
    throw new InputError('JSON_INVALID', `${path} is not UTF-8 text${where}`, { field: path, remedy: REMEDY });
  }
  try {
    return JSON.parse(text);
  } catch {
    const before = text.slice(0, jsonErrorOffset(text) ?? text.length);
    const line = firstLine - 1 + before.split('\n').length;
    const column = before.length - before.lastIndexOf('\n');
    throw new InputError('JSON_INVALID', `${path} is not JSON: error at line ${line}, column ${column}`, {
      field: path,
      remedy: before.length >= text.length ? 'The file ends too early: fetch or write it again.' : REMEDY,
    });
  }
}

const REMEDY = 'Give a JSON file.';
