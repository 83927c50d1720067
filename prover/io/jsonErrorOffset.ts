const TOKEN =
  /[ \t\n\r]*(?:([{}[\]:,])|("(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

type State = 'value' | 'firstValue' | 'key' | 'firstKey' | 'colon' | 'afterValue';

/**
 * Where a text stops being JSON: the offset of the first character that cannot stand there, the text's length when it
 * ends too early, or `undefined` when it is well-formed.
 *
 * For error messages only: Node 20's own message leaves the position out for the commonest errors and quotes the
 * content, which may be secret.
 */
export function jsonErrorOffset(text: string): number | undefined {
  const open: string[] = [];
  let state: State = 'value';
  let offset = 0;
  const startOfNext = (): number => offset + (/^[ \t\n\r]*/.exec(text.slice(offset, offset + 4096))?.[0].length ?? 0);

  while (true) {
    if (state === 'afterValue' && open.length === 0) {
      const rest = /[^ \t\n\r]/g;
      rest.lastIndex = offset;
      return rest.exec(text)?.index;
    }
    TOKEN.lastIndex = offset;
    const token = TOKEN.exec(text);
    if (token === null) return startOfNext();
    const [whole, punctuation, string] = token;
    const control = string === undefined ? -1 : [...string].findIndex((character) => character < ' ');
    if (control >= 0) return offset + whole.length - (string?.length ?? 0) + control;
    const next = transition(state, open, punctuation, string !== undefined);
    if (next === undefined) return startOfNext();
    state = next;
    offset = TOKEN.lastIndex;
  }
}

/** State after a token, or `undefined` where the token cannot stand; keeps the stack of open brackets. */
function transition(
  state: State,
  open: string[],
  punctuation: string | undefined,
  isString: boolean,
): State | undefined {
  const closes = (bracket: string): State | undefined =>
    open.at(-1) === bracket && open.pop() !== undefined ? 'afterValue' : undefined;
  if (state === 'colon') return punctuation === ':' ? 'value' : undefined;
  if (state === 'key' || state === 'firstKey') {
    if (isString) return 'colon';
    return state === 'firstKey' && punctuation === '}' ? closes('{') : undefined;
  }
  if (state === 'afterValue') {
    if (punctuation === ',') return open.at(-1) === '{' ? 'key' : 'value';
    if (punctuation === '}') return closes('{');
    return punctuation === ']' ? closes('[') : undefined;
  }
  if (punctuation === undefined) return 'afterValue';
  if (punctuation === '{' || punctuation === '[') {
    open.push(punctuation);
    return punctuation === '{' ? 'firstKey' : 'firstValue';
  }
  return state === 'firstValue' && punctuation === ']' ? closes('[') : undefined;
}
