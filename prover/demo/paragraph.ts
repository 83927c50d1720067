const WIDTH = 92;

/**
 * A text in lines that fit a terminal.
 *
 * @param first before the first line, in place of the indent
 */
export function paragraph(text: string, indent = '  ', first = indent): string[] {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent;
    }
    line += line === indent || line === first ? word : ` ${word}`;
  }
  return [...lines, line];
}
