import { expect, test } from '@jest/globals';
import { packagesBoundToHost } from './lock-file.mjs';

test('a package whose lock names a host is found', () => {
  const packages = { 'node_modules/ws': { resolved: 'https://registry.example/ws-8.0.0.tgz' } };
  expect(packagesBoundToHost({ packages })).toEqual(['node_modules/ws']);
});

test('a package from a git host is found', () => {
  const packages = { 'node_modules/ws': { resolved: 'git+ssh://git@host.example/ws.git#c0ffee' } };
  expect(packagesBoundToHost({ packages })).toEqual(['node_modules/ws']);
});

test('packages of this workspace, and those without an address, are bound to no host', () => {
  const packages = { '': {}, 'node_modules/ws': {}, 'node_modules/ours': { resolved: 'packages/ours' } };
  expect(packagesBoundToHost({ packages })).toEqual([]);
});
