/**
 * The map of the house as rules: which part may import which. ARCHITECTURE.md draws it; `npm run check` holds it;
 * scripts/checks/import-rules.test.ts shows that every rule bites.
 */

const LIBRARY = '^packages/webm-reassembler/src/';
const SERVER = '^packages/server/src/';
const STAGES = ['ingest', 'record', 'watch', 'decode', 'detect'];
const TESTS = String.raw`\.test\.ts$|^packages/[^/]+/test/`;

/** @import { IConfiguration, IForbiddenRuleType } from 'dependency-cruiser' */

/**
 * A package of this workspace, imported by name: as its folder where it resolves, as its name where it does not.
 *
 * @param {string} folder
 * @param {string} name
 */
function workspacePackage(folder, name) {
  return `^packages/${folder}/|(^|/)${name}(/|$)`;
}

/**
 * A layer of the library may import itself and what lies below it, and the words that all share.
 *
 * @param {string} layer
 * @param {readonly string[]} below
 * @returns {IForbiddenRuleType}
 */
function libraryLayer(layer, below) {
  const allowed = [layer, ...below].map((folder) => `${folder}/`);
  return {
    name: `library-${layer}-imports-only-below`,
    comment: `The library reads octets upwards; ${layer}/ may know ${below.join(', ') || 'nothing'} below it.`,
    severity: 'error',
    from: { path: `${LIBRARY}${layer}/`, pathNot: TESTS },
    to: { path: LIBRARY, pathNot: `${LIBRARY}(${allowed.join('|')}|errors|options|limits)` },
  };
}

/**
 * A stage of the server may not know another stage: they meet only in the LiveStream that owns them, and on the bus.
 *
 * @param {string} stage
 * @returns {IForbiddenRuleType}
 */
function serverStage(stage) {
  const others = [...STAGES.filter((other) => other !== stage), 'live', 'http', 'cli', 'main'];
  return {
    name: `server-${stage}-knows-no-other-stage`,
    comment: `So that ${stage}/ can be moved to a worker or machine of its own, and fail alone.`,
    severity: 'error',
    from: { path: `${SERVER}${stage}/`, pathNot: TESTS },
    to: { path: `${SERVER}(${others.join('|')})(/|[.])` },
  };
}

/** @type {IConfiguration} */
const map = {
  forbidden: [
    // The library: streams, cli -> reassembler -> segments -> blocks, codecs -> elements -> octets
    libraryLayer('octets', []),
    libraryLayer('elements', ['octets']),
    libraryLayer('codecs', ['elements', 'octets']),
    libraryLayer('blocks', ['codecs', 'elements', 'octets']),
    libraryLayer('segments', ['blocks', 'codecs', 'elements', 'octets']),
    {
      name: 'library-core-knows-no-host',
      comment: 'The reassembler, options and errors stand below streams/ and cli/, so that it runs in any host.',
      severity: 'error',
      from: { path: `${LIBRARY}[^/]+[.]ts$`, pathNot: TESTS },
      to: { path: `${LIBRARY}(streams|cli)/` },
    },
    {
      name: 'library-imports-nothing-outside-itself',
      comment: 'Zero dependencies is a promise to everyone who installs it.',
      severity: 'error',
      from: { path: LIBRARY, pathNot: TESTS },
      to: { pathNot: LIBRARY, dependencyTypesNot: ['core'] },
    },
    {
      name: 'library-core-uses-no-node-module',
      comment: 'It runs in browsers, workers, Deno and Bun; only streams/ and cli/ are for Node.',
      severity: 'error',
      from: { path: LIBRARY, pathNot: `${LIBRARY}(streams|cli)/|${TESTS}` },
      to: { dependencyTypes: ['core'] } /* written `node:fs` or `fs` */,
    },

    // The server: main -> live -> { ingest, record, watch, decode, detect } -> bus
    ...STAGES.map((stage) => serverStage(stage)),
    {
      name: 'server-catalogue-reads-only-what-record-wrote',
      comment: 'It is an index of the files: what does not come from them could not be built anew from them.',
      severity: 'error',
      from: { path: `${SERVER}catalogue/`, pathNot: TESTS },
      to: { path: `${SERVER}(${STAGES.filter((stage) => stage !== 'record').join('|')}|live|http|cli|main)(/|[.])` },
    },
    {
      name: 'server-one-file-knows-sqlite',
      comment: 'SQLite as WebAssembly has its own ways with locks and errors: one thin file stands before it.',
      severity: 'error',
      from: { path: '^packages/', pathNot: `${SERVER}catalogue/sqlite[.]ts$` },
      to: { path: '(^|/)node-sqlite3-wasm(/|$)' },
    },
    {
      name: 'server-bus-knows-no-user',
      comment: 'The bus carries what others put on it; it may become a network.',
      severity: 'error',
      from: { path: `${SERVER}bus/`, pathNot: TESTS },
      to: { path: `${SERVER}(${STAGES.join('|')}|live|http|cli|main)(/|[.])` },
    },
    {
      name: 'server-access-knows-no-user',
      comment: 'Who may do what is decided in one place, which every way in asks and which knows none of them.',
      severity: 'error',
      from: { path: `${SERVER}access/`, pathNot: TESTS },
      to: { path: `${SERVER}(${STAGES.join('|')}|live|http|cli|main|server)(/|[.])` },
    },
    {
      name: 'server-metrics-and-webhooks-only-listen',
      comment: 'They hear the bus, and nothing waits for them or knows them but main and http.',
      severity: 'error',
      from: { path: `${SERVER}(metrics|webhooks)/`, pathNot: TESTS },
      to: { path: `${SERVER}(${STAGES.join('|')}|live|http|cli|main|server)(/|[.])` },
    },
    {
      name: 'server-live-is-not-above-main',
      comment: 'A LiveStream is started by main and seen by http; it knows neither.',
      severity: 'error',
      from: { path: `${SERVER}live/`, pathNot: TESTS },
      to: { path: `${SERVER}(main[.]|cli/|http/)` },
    },
    {
      name: 'server-main-is-imported-by-nobody',
      comment: 'main puts everything together; whoever imported it would import a running server.',
      severity: 'error',
      from: { path: '^packages/', pathNot: TESTS },
      to: { path: `${SERVER}main[.]` },
    },
    {
      name: 'server-one-file-knows-fluent-ffmpeg',
      comment: 'That library is archived: one thin file stands before it, so that it can be replaced in one file.',
      severity: 'error',
      from: { path: '^packages/', pathNot: `${SERVER}decode/ffmpeg-process[.]ts$` },
      to: { path: '(^|/)fluent-ffmpeg(/|$)' },
    },

    // Between packages
    {
      name: 'protocol-imports-nothing',
      comment: 'Both sides of the wire share it, so it may need neither.',
      severity: 'error',
      from: { path: '^packages/protocol/src/', pathNot: TESTS },
      to: { pathNot: '^packages/protocol/src/' },
    },
    {
      name: 'browser-client-knows-only-protocol',
      comment: 'What a browser loads: no Node module, no server, no package but protocol.',
      severity: 'error',
      from: { path: '^packages/browser-client/src/', pathNot: TESTS },
      to: { pathNot: `^packages/browser-client/src/|${workspacePackage('protocol', '@webm-reassembler/protocol')}` },
    },
    {
      name: 'server-does-not-import-browser-client',
      comment: 'They meet in protocol only. The server resolves where the built page lies, which is not an import.',
      severity: 'error',
      from: { path: '^packages/server/', pathNot: TESTS },
      to: { path: workspacePackage('browser-client', '@webm-reassembler/browser-client') },
    },
    {
      name: 'packages-meet-by-name',
      comment: "A path into another package's source goes round its exports, and its build.",
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/[^/]+/(src|test)/', pathNot: '^packages/$1/' },
    },

    // Everywhere
    {
      name: 'no-cycle',
      comment: 'Two files that need each other are one idea, or a third one is missing.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphan',
      comment: 'A file that nobody imports and that imports nothing is left over.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          TESTS,
          String.raw`[.]d[.]ts$`,
          String.raw`^packages/[^/]+/src/(index|main)[.]ts$`,
          '^packages/[^/]+/[^/]+$',
        ],
      },
      to: {},
    },
    {
      name: 'source-imports-no-test',
      comment: 'What ships does not stand on what does not.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: TESTS },
      to: { path: `${TESTS}|^fixtures/` },
    },
    {
      name: 'source-uses-declared-packages',
      comment: "A package that only hoisting or a developer's tools brought is missing at a user's.",
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-unresolvable-import',
      comment: 'Found here before a user finds it.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^packages/[^/]+/dist/'] },
    exclude: { path: ['^packages/[^/]+/dist/[^/]+[.]map$'] },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
export default map;
