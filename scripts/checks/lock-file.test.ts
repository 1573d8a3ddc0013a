import { expect, test } from '@jest/globals';
import { optionalPackagesLeftOut, packagesBoundToHost } from './lock-file.mjs';

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

test('an optional package for another platform that the lock leaves out is found', () => {
  const packages = {
    'node_modules/swc': { optionalDependencies: { 'swc-here': '1.0.0', 'swc-there': '1.0.0' } },
    'node_modules/swc-here': {},
  };
  expect(optionalPackagesLeftOut({ packages })).toEqual(['swc-there@1.0.0']);
});

test('an optional package is found wherever Node would look for it', () => {
  const wanting = { optionalDependencies: { here: '1.0.0' } };
  const nested = { 'node_modules/a/node_modules/b': wanting };
  expect(optionalPackagesLeftOut({ packages: { ...nested, 'node_modules/here': {} } })).toEqual([]);
  expect(optionalPackagesLeftOut({ packages: { ...nested, 'node_modules/a/node_modules/here': {} } })).toEqual([]);
  expect(
    optionalPackagesLeftOut({ packages: { ...nested, 'node_modules/a/node_modules/b/node_modules/here': {} } }),
  ).toEqual([]);
  expect(optionalPackagesLeftOut({ packages: { ...nested, 'node_modules/c/node_modules/here': {} } })).toEqual([
    'here@1.0.0',
  ]);
  expect(optionalPackagesLeftOut({ packages: { 'packages/server': wanting, 'node_modules/here': {} } })).toEqual([]);
});

test('the parts of a package that nothing needs may be left out where that was argued, for that version alone', () => {
  const wanting = { version: '1.3.1', optional: true, optionalDependencies: { 'webcodecs-there': '1.3.1' } };
  const leftOut = (path: string, changes: object) =>
    optionalPackagesLeftOut({ packages: { [path]: { ...wanting, ...changes } } });
  expect(leftOut('node_modules/@napi-rs/webcodecs', {})).toEqual([]);
  expect(leftOut('node_modules/@napi-rs/webcodecs', { version: '1.4.2' })).toEqual(['webcodecs-there@1.3.1']);
  expect(leftOut('node_modules/@napi-rs/webcodecs', { optional: false })).toEqual(['webcodecs-there@1.3.1']);
  expect(leftOut('node_modules/another', {})).toEqual(['webcodecs-there@1.3.1']);
});
