import { writeContracts } from './writeContracts.ts';

// Writes every generated file of the contracts; run from the repository root (`npm run generate`).
for (const path of await writeContracts(process.cwd())) console.log(path);
