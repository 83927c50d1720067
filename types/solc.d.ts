/** The compiler's own declarations are CommonJS with `any`; this is the part in use. */
declare module 'solc' {
  interface Solc {
    version(): string;
    compile(input: string, callbacks?: { import: (path: string) => { contents: string } | { error: string } }): string;
  }
  const solc: Solc;
  export default solc;
}
