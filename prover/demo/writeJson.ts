import { writeFileAtomic } from '../io/writeFileAtomic.ts';

/** Writes a value as indented JSON. @param mode permission bits, such as 0o600 for secrets */
export function writeJson(path: string, value: unknown, mode?: number): Promise<void> {
  return writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`, mode === undefined ? {} : { mode });
}
