import { spawn } from 'node:child_process';

/** How each system opens an address with the program that its user chose. */
const OPENERS: Readonly<Record<string, readonly [program: string, ...args: string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Milliseconds: some openers stay until the browser ends, failures come at once. */
const PATIENCE = 3_000;

/**
 * Opens a file or address in the system's browser. Never put a link with an account into it: the arguments of a program
 * can be read by everybody on the machine.
 *
 * @param opener program and arguments before the address; that of the system by default
 * @returns whether the system took it
 */
export async function openInBrowser(
  address: string,
  opener: readonly [program: string, ...args: string[]] = OPENERS[process.platform] ?? ['xdg-open'],
): Promise<boolean> {
  const [program, ...args] = opener;
  const child = spawn(program, [...args, address], { detached: true, stdio: 'ignore' });
  child.unref();
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), PATIENCE);
    const settle = (taken: boolean) => {
      clearTimeout(timer);
      resolve(taken);
    };
    child.once('error', () => settle(false));
    child.once('exit', (code) => settle(code === 0));
  });
}
