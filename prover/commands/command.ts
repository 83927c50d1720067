/** Where a command writes; tests replace it. */
export interface CommandOutput {
  /** Result of the command: standard output. */
  print(line: string): void;
  /** Progress and warnings: standard error. */
  progress(line: string): void;
}

/** One subcommand of `fairmark`. */
export interface Command {
  name: string;
  /** One line for `fairmark --help`. */
  summary: string;
  /** Text of `fairmark NAME --help`. */
  help: string;
  /**
   * Runs on the arguments after the command's name.
   *
   * @returns the exit code: 0 for success, 1 for a negative answer (such as INVALID)
   * @throws FairmarkError for bad input; the command line prints it and exits with 2
   */
  run(args: string[], output: CommandOutput): Promise<number>;
}
