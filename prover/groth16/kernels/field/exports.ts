// For the tests, and for the self-test at load.
export {
  add,
  gather,
  gatherSigned,
  mul,
  mulSum,
  neg,
  readLane,
  reduce,
  scatter,
  sqr,
  sub,
  writeLane,
  zeroLanes,
} from './field';
export { BASE_FIELD, CURVE_B3, ELEMENT, FORM_CONSTANTS, HEAP, PAIR, SCALAR_FIELD } from './layout';
export { mulChain } from './mulChain';
