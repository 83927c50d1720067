import { processOutput } from '../io/processOutput.ts';
import { describeError } from '../runCli.ts';
import { pageBuild } from './pageBuild.ts';

// `npm run page`: needs the development dependencies, so it is no command of the package.
const output = processOutput();
try {
  process.exitCode = await pageBuild(process.argv.slice(2), output);
} catch (error) {
  for (const line of describeError(error)) output.progress(line);
  process.exitCode = 2;
}
