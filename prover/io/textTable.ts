export interface TextTableOptions {
  /** Before every line. */
  readonly indent?: string;
  /** Columns that stand to the left; the first by default, the others stand to the right. */
  readonly left?: readonly number[];
}

/** Rows of cells as lines of text with aligned columns, two spaces apart. The first row has as many cells as any. */
export function textTable(
  rows: readonly (readonly string[])[],
  { indent = '', left = [0] }: TextTableOptions = {},
): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return left.includes(column) ? cell.padEnd(width) : cell.padStart(width);
    });
    return `${indent}${cells.join('  ')}`.trimEnd();
  });
}
