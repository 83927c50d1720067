import { join } from 'node:path';
import { defaultWorkspace } from '../setup/workspace.ts';

/** Where `npm run page` puts the page, and where the published package has it. */
export function pageFile(): string {
  return join(defaultWorkspace().root, 'dist/fairmark.html');
}
