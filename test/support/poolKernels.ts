import binaryen from 'assemblyscript/binaryen';
import type { CompiledKernels } from '../../prover/groth16/pool/loadKernels.ts';

const TEXT = `(module
  (import "env" "memory" (memory 1 65536))
  (global (export "FORM_CONSTANTS") i32 (i32.const 1024))
  (global (export "BASE_FIELD") i32 (i32.const 4096))
  (global (export "SCALAR_FIELD") i32 (i32.const 8192))
  (global (export "CURVE_B3") i32 (i32.const 12288))
  (global (export "HEAP") i32 (i32.const 65536))
  (global $scratch (mut i32) (i32.const 0))
  (func (export "setScratch") (param $at i32) (global.set $scratch (local.get $at)))
  (func (export "zero") (param $at i32) (param $bytes i32)
    (memory.fill (local.get $at) (i32.const 0) (local.get $bytes)))
  ;; The start of its scratch area.
  (func (export "scratch") (result i32) (global.get $scratch))
  (func (export "nothing"))
  ;; JavaScript has to give a BigInt, or gets an error that names what it gave.
  (func (export "wide") (param i64))
  (func (export "echo") (param $value i32) (result i32) (local.get $value))
  (func (export "fill") (param $at i32) (param $value i32) (param $bytes i32)
    (memory.fill (local.get $at) (local.get $value) (local.get $bytes)))
  ;; Counts up, and says what there was before.
  (func (export "count") (param $at i32) (result i32)
    (i32.atomic.rmw.add (local.get $at) (i32.const 1)))
  (func (export "unreachable") unreachable)
  (func (export "outside") (result i32) (i32.load (i32.const -4)))
  ;; Says at the first address that it runs, and runs until there is something at the second.
  (func (export "waitFor") (param $running i32) (param $flag i32) (result i32)
    (drop (i32.atomic.rmw.add (local.get $running) (i32.const 1)))
    (loop $again (br_if $again (i32.eqz (i32.atomic.load (local.get $flag)))))
    (global.get $scratch))
  (func (export "spin") (param $times i32)
    (loop $again (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1))))))
  (func (export "forever") (loop $again (br $again))))`;

/** Kernels that do what tests of the pool need and real ones never do. */
export function poolKernels(text = TEXT): CompiledKernels {
  const module = binaryen.parseText(text);
  module.setFeatures(binaryen.Features.All);
  const bytes = module.emitBinary();
  module.dispose();
  return { form: 'fma', bytes };
}
