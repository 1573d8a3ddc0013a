// `npm run update-traces`: writes fixtures/traces/ anew from what the library makes of each fixture. Read the diff.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { commandPath, root } from './checks/tool.mjs';

const TEST = 'packages/webm-reassembler/src/reassembler-traces.test.ts';
const options = `${process.env['NODE_OPTIONS'] ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`;

const jest = spawn(process.execPath, [commandPath('jest'), TEST, '--selectProjects', 'unit'], {
  cwd: root,
  env: { ...process.env, NODE_OPTIONS: options.trim(), UPDATE_TRACES: 'true' },
  stdio: 'inherit',
});
jest.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
