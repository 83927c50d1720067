import { h } from './dom.ts';

/** Some browsers read a file only once the user has agreed, so it stays for a while: milliseconds. */
const KEPT = 60_000;

/** Gives the user a file. */
export function download(name: string, parts: readonly string[], type = ''): void {
  const href = URL.createObjectURL(new Blob([...parts], { type }));
  h('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), KEPT);
}
