import { describeError } from '../runCli.ts';
import { pageBuild } from './pageBuild.ts';

// `npm run page`: needs the development dependencies, so it is no command of the package.
try {
  process.exitCode = await pageBuild(process.argv.slice(2), {
    print: (line) => process.stdout.write(`${line}\n`),
    progress: (line) => process.stderr.write(`${line}\n`),
  });
} catch (error) {
  for (const line of describeError(error)) process.stderr.write(`${line}\n`);
  process.exitCode = 2;
}
