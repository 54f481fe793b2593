import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

export interface ProcessResult {
  /** Exit code; 128 if a signal ended the process. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const runnersOwn =
  /^(NX_|VITEST|VITE_|npm_|(TEST|NODE_ENV|NODE_OPTIONS|NODE_PATH|INIT_CWD|CI|FORCE_COLOR|DEV|PROD|MODE|SSR|BASE_URL)$)/i;

/**
 * The variables of a user's shell: without those that Nx, Vitest or npm set for their child processes, and
 * with the Node of this process first on the PATH.
 */
export function shellEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !runnersOwn.test(entry[0]),
  );
  const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  return { ...Object.fromEntries(kept), PATH: path, NO_COLOR: '1' };
}

/** Runs a command until it ends, with any exit code. */
export function runProcess(
  command: string,
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env: Readonly<Record<string, string>>;
    /** Called with the output of the command as it is printed. */
    readonly onOutput?: (text: string) => void;
  },
): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      options.onOutput?.(chunk.toString());
    });
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    // A daemon may inherit the pipes and outlive the command. Then `close` is never emitted, so this waits
    // only one second after `exit`.
    let ended = false;
    const end = (code: number | null) => {
      if (ended) return;
      ended = true;
      resolve({ code: code ?? 128, stdout, stderr });
    };
    child.on('close', end);
    child.on('exit', (code) => setTimeout(() => end(code), 1000));
  });
}

/** Runs npm. @throws Error with the output of npm if it fails. */
export async function runNpm(args: readonly string[], cwd: string): Promise<void> {
  const { code, stdout, stderr } = await runProcess('npm', args, { cwd, env: shellEnvironment() });
  if (code !== 0) throw new Error(`npm ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
}
