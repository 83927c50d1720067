import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createTestClient, http, type TestClient } from 'viem';
import { defaultWorkspace, type Workspace } from '../setup/workspace.ts';
import { ChainError } from './chainError.ts';

/** A chain of its own on this machine, for demos and tests. */
export interface Anvil {
  readonly rpcUrl: string;
  /** Time of the next block, in seconds since 1970; the chain's clock runs on from there. */
  setTime(seconds: bigint): Promise<void>;
  /** Gives an account of the test chain its money. */
  fund(address: `0x${string}`): Promise<void>;
  /** Ends the chain. */
  stop(): Promise<void>;
}

export interface AnvilOptions {
  /** Time of the first block, in seconds since 1970. */
  readonly timestamp: bigint;
  readonly workspace?: Workspace;
}

const START_MILLISECONDS = 20_000;
/** 100 coins of the test chain. */
const BALANCE = 10n ** 20n;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/**
 * Starts anvil on a free port of this machine. It ends with `stop`, and with this process.
 *
 * @throws ChainError `ANVIL_MISSING` where the development dependency is not installed, `ANVIL_FAILED`
 */
export async function startAnvil({ timestamp, workspace = defaultWorkspace() }: AnvilOptions): Promise<Anvil> {
  const args = ['--port', '0', '--host', '127.0.0.1', '--timestamp', String(timestamp), '--accounts', '1'];
  const child = spawn(anvilPath(workspace), args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const kill = () => {
    child.kill('SIGKILL');
  };
  // Whatever ends this process, the chain ends too; the signal then does what it does.
  const onSignal = (signal: NodeJS.Signals) => {
    kill();
    process.kill(process.pid, signal);
  };
  process.once('exit', kill);
  for (const signal of SIGNALS) process.once(signal, onSignal);
  const release = () => {
    process.off('exit', kill);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    release();
    if (child.exitCode === null && child.signalCode === null) kill();
    await ended;
  };
  try {
    const rpcUrl = await listening(child);
    const client: TestClient = createTestClient({ mode: 'anvil', transport: http(rpcUrl) });
    return {
      rpcUrl,
      async setTime(seconds) {
        await client.setNextBlockTimestamp({ timestamp: seconds });
        await client.mine({ blocks: 1 });
      },
      fund: (address) => client.setBalance({ address, value: BALANCE }),
      stop,
    };
  } catch (error) {
    if (child.pid !== undefined) await stop();
    else release();
    throw error;
  }
}

/**
 * The binary of this platform, beside the package that chooses it.
 *
 * @throws ChainError `ANVIL_MISSING`
 */
export function anvilPath({ root }: Workspace = defaultWorkspace()): string {
  const name = `@foundry-rs/anvil-${process.platform}-${ARCHITECTURES[process.arch] ?? process.arch}`;
  try {
    const manifest = createRequire(join(root, 'package.json')).resolve(`${name}/package.json`);
    return join(dirname(manifest), 'bin', process.platform === 'win32' ? 'anvil.exe' : 'anvil');
  } catch {
    throw new ChainError('ANVIL_MISSING', `${name} is not installed: there is no test chain to start`, {
      remedy: 'Run npm ci in a checkout of Fairmark; the package leaves the test chain out.',
    });
  }
}

/** Waits until the chain says where it listens. */
function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const failed = (why: string) =>
      reject(
        new ChainError('ANVIL_FAILED', `the test chain did not start: ${why}`, {
          remedy: 'Run node_modules/.bin/anvil by hand to see why.',
        }),
      );
    const timer = setTimeout(() => failed('it said nothing for 20 seconds'), START_MILLISECONDS);
    let said = '';
    child.stdout?.on('data', (bytes: Buffer) => {
      said += bytes.toString('utf8');
      const found = /Listening on (127\.0\.0\.1:\d+)/.exec(said);
      if (!found) return;
      clearTimeout(timer);
      resolve(`http://${found[1]}`);
      // Nobody reads further; a full pipe would stop the chain.
      said = '';
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      failed(error.code ?? 'unknown');
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      failed(`it ended with ${code}`);
    });
  });
}
