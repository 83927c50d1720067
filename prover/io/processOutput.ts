import type { CommandOutput } from '../commands/command.ts';

/** Standard output and standard error of this process. */
export function processOutput(): CommandOutput {
  // A reader that closes early, such as `| head`, has what it wants.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
  return {
    print: (line) => process.stdout.write(`${line}\n`),
    progress: (line) => process.stderr.write(`${line}\n`),
  };
}
