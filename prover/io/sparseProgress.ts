const QUIET_MILLISECONDS = 2_000;

/**
 * Lines about work that may be short: none in the first two seconds, then at most one in two seconds.
 *
 * @param say takes a line
 * @returns call it often, with a line made of the seconds since the start
 */
export function sparseProgress(say: (line: string) => void): (line: (seconds: number) => string) => void {
  const start = Date.now();
  let said = start;
  return (line) => {
    const now = Date.now();
    if (now - said < QUIET_MILLISECONDS) return;
    said = now;
    say(line(Math.round((now - start) / 1000)));
  };
}
