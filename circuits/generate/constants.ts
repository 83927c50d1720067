import { CONSTANTS } from '../constants.ts';

/** circom functions for every constant of the statement, by file path from the repository root. */
export function generateConstants(): Map<string, string> {
  const lines = [
    '// Generated from circuits/constants.ts by `npm run generate`: do not edit.',
    'pragma circom 2.1.6;',
    '',
    ...Object.entries(CONSTANTS).map(([name, value]) => `function ${name}() { return ${value}; }`),
    '',
  ];
  return new Map([['circuits/generated/Constants.circom', lines.join('\n')]]);
}
