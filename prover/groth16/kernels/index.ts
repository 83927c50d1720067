// What TypeScript calls: addresses and counts are numbers of bytes and items; nothing is checked here.
export * from './field/exports';
export * from './quotient/exports';
export { setScratch, slot, workArea } from './scratch';
