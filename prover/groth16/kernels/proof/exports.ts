export { assemble } from './assemble';
export { blind } from './blind';
