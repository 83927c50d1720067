import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

const FILES = readdirSync(join(ROOT, 'circuits'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.circom'))
  .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
  .sort();

const linesOf = (file: string) => readFileSync(join(ROOT, file), 'utf8').split('\n');
const withoutComment = (line: string) => line.replace(/\/\/.*$/, '');
/** Lines of all circom files whose code matches, with what stands in their comments left out of the match. */
const linesWith = (pattern: RegExp) =>
  FILES.flatMap((file) =>
    linesOf(file).flatMap((line, i) => (pattern.test(withoutComment(line)) ? [{ at: `${file}:${i + 1}`, line }] : [])),
  );

test('the scan sees the templates and their hints', () => {
  expect(FILES.length).toBeGreaterThan(35);
  expect(linesWith(/<--/).length).toBeGreaterThan(15);
});

describe('FM-03 hints', () => {
  test('every hint says on its line what binds it', () => {
    const silent = linesWith(/<--/).filter(({ line }) => !/<--.*\/\/ bound by: \S/.test(line));
    expect(silent.map(({ at }) => at)).toEqual([]);
  });

  test('no hint is written to the right, and nothing else claims to be one', () => {
    expect(linesWith(/-->/).map(({ at }) => at)).toEqual([]);
    const stray = FILES.flatMap((file) =>
      linesOf(file).flatMap((line, i) => (/bound by:/.test(line) && !/<--/.test(line) ? [`${file}:${i + 1}`] : [])),
    );
    expect(stray).toEqual([]);
  });

  test('no assert, which constrains nothing', () => {
    expect(linesWith(/\bassert\s*\(/).map(({ at }) => at)).toEqual([]);
  });

  test('no block comment, in which a constraint could hide', () => {
    expect(linesWith(/\/\*|\*\//).map(({ at }) => at)).toEqual([]);
  });
});

describe('form of the templates', () => {
  test.each(FILES)('%s has one template, named as the file, or only functions', (file) => {
    const text = linesOf(file).map(withoutComment).join('\n');
    const templates = [...text.matchAll(/^\s*template\s+(?:custom\s+|parallel\s+)?(\w+)/gm)].map((match) => match[1]);
    if (/(^|\/)[A-Z]\w*\.circom$/.test(file) && !file.startsWith('circuits/generated/')) {
      expect(templates).toEqual([file.split('/').at(-1)?.replace('.circom', '')]);
    } else {
      expect(templates).toEqual([]);
      expect(text).toMatch(/^function \w+/m);
    }
  });

  test('every loop and branch has braces', () => {
    // The test harness drops `===` statements: a body without braces would take the next statement instead.
    const bare = linesWith(/^\s*(\}\s*)?(for|while|if|else)\b/).filter(
      ({ line }) => !/\{\s*$/.test(withoutComment(line)),
    );
    expect(bare.map(({ at }) => at)).toEqual([]);
  });

  test('every file names the compiler version', () => {
    const silent = FILES.filter((file) => !linesOf(file).includes('pragma circom 2.1.6;'));
    expect(silent).toEqual([]);
  });
});
