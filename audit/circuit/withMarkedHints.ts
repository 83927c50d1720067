import { hintId, hintMark } from './hintSites.ts';

/**
 * Logs a mark before and after every hint statement, where LenientGenerator takes hold of the generator.
 *
 * @param source of a circom file, without comments
 * @param file its path from the repository root
 */
export function withMarkedHints(source: string, file: string): string {
  return source.replace(/[^;{}]*<--[^;]*;/g, (statement) => {
    const signal = /(\w+)(?:\[[^\]]*\])*\s*<--/.exec(statement)?.[1] as string;
    const mark = `log(${hintMark(hintId(file, signal))});`;
    return `${mark}${statement}${mark}`;
  });
}
