import { readFileSync } from 'node:fs';

/**
 * Largest resident set of this process so far, in bytes.
 *
 * On Linux it is VmHWM of /proc/self/status: `ru_maxrss` also counts the memory of the process that started this one
 * (the kernel keeps it over `execve`), and the bench's own process is larger than those that it starts.
 */
export function peakMemory(): number {
  if (process.platform === 'linux') {
    const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  }
  return process.resourceUsage().maxRSS * 1024;
}
