/** Where the compiled contracts lie, from the root. */
export const ARTIFACTS_FILE = 'contracts/generated/artifacts.json';
