/** A change of one place in one source file. */
export interface Mutation {
  /** From the repository root. */
  file: string;
  operator: string;
  /** The line before and after, without indentation; what names the mutation in survivors.json. */
  before: string;
  after: string;
  /** Place of the replaced text. */
  start: number;
  end: number;
  replacement: string;
}

/** The source with the mutation in it. */
export function applyMutation(text: string, { start, end, replacement }: Mutation): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

/** A mutation of a text, with the line that it stands on. */
export function mutationOf(
  file: string,
  text: string,
  operator: string,
  start: number,
  end: number,
  replacement: string,
): Mutation {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const to = next < 0 ? text.length : next;
  const line = (changed: string) => changed.replace(/\s+/g, ' ').trim();
  return {
    file,
    operator,
    before: line(text.slice(from, to)),
    after: line(text.slice(from, start) + replacement + text.slice(end, to)) || '(dropped)',
    start,
    end,
    replacement,
  };
}

/** What names a mutation, whatever line it has moved to. */
export function mutationKey({ file, before, after }: Pick<Mutation, 'file' | 'before' | 'after'>): string {
  return `${file} | ${before} | ${after}`;
}
