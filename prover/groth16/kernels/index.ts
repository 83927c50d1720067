// What TypeScript calls: addresses and counts are numbers of bytes and items; nothing is checked here.
export * from './curve/exports';
export * from './field/exports';
export * from './fixedBase/exports';
export { move, zero } from './memory';
export * from './msm/exports';
export * from './proof/exports';
export * from './quotient/exports';
export { setScratch, slot, workArea } from './scratch';
