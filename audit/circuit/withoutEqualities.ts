/** Drops every `===` statement; templates put braces around loop bodies, so a statement ends at `;`, `{` or `}`. */
export function withoutEqualities(source: string): string {
  const code = source.replace(/\/\/.*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, '');
  return code.replace(/[^;{}]*===[^;{}]*;/g, '\n');
}
