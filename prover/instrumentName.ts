export * from '../verifier/formats/instrumentName.ts';
