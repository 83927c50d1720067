/** Limbs of a field element in the form that is compiled; the compiler sets it. */
declare const LIMBS: usize;
