/*
 * The program as a command: its answer, its lines and its exit code.
 */
import { spawn } from 'node:child_process';
import { binary } from './server.js';

/** madang ARGS; gives {code, signal, stdout, stderr}. `lines` are those of stderr. */
export function madang(args, { env = {}, cwd, limit = 30_000 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const overdue = setTimeout(() => child.kill('SIGKILL'), limit);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => { stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text) => { stderr += text; });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(overdue);
      resolve({ code, signal, stdout, stderr, lines: stderr.split('\n').filter(Boolean) });
    });
  });
}
