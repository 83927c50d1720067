export { subsetProducts } from '../transform/subsetProducts';
export { evaluateRows } from './evaluateRows';
export { finishQuotient } from './finishQuotient';
export { importCoefficients, importPlain, importWires } from './importElements';
export { transformPart } from './transformPart';
