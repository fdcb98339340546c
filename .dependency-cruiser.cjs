// The layers of ARCHITECTURE.md: who may import whom. tsc's projects hold the same, but a type-only import passes there.
const layers = {
  shared: [],
  model: ['shared'],
  disk: [],
  engine: ['shared', 'model'],
  analysis: ['shared', 'model', 'engine'],
  training: ['shared', 'model', 'disk', 'engine', 'analysis'],
  service: ['shared', 'model', 'disk', 'engine', 'analysis', 'training'],
  tokenizerProcess: ['shared', 'model'],
  worker: ['shared', 'service'],
  cli: ['shared', 'model', 'disk', 'service'],
  host: ['shared', 'disk'],
};

// The rooms of src/host, in the order in which one may build on another. Commands may use all of them.
const rooms = {
  ui: [],
  engine: ['ui'],
  checkpoints: ['ui'],
  documents: ['ui', 'checkpoints'],
  heads: ['ui', 'checkpoints', 'documents'],
  attentionView: ['ui', 'checkpoints', 'documents', 'heads'],
  overlay: ['ui', 'engine', 'checkpoints', 'documents', 'attentionView'],
  training: ['ui', 'engine', 'checkpoints'],
  weightsFile: ['ui', 'checkpoints'],
  commands: ['ui', 'engine', 'checkpoints', 'documents', 'heads', 'attentionView', 'overlay', 'training'],
};

const folder = name => `^src/${name}/`;
const room = name => folder(`host/${name}`);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(layers).map(([layer, allowed]) => ({
      name: `layer-${layer}`,
      comment: `src/${layer} imports from ${allowed.length > 0 ? allowed.join(', ') : 'nothing else of ours'}`,
      severity: 'error',
      from: { path: layer === 'host' ? '^src/(host/|extension\\.ts)' : folder(layer) },
      to: { path: '^(src|webview|test)/', pathNot: [layer, ...allowed].map(folder) },
    })),
    ...Object.entries(rooms).map(([name, allowed]) => ({
      name: `host-${name}`,
      comment: `src/host/${name} imports from ${allowed.length > 0 ? allowed.join(', ') : 'no other room'}`,
      severity: 'error',
      from: { path: room(name) },
      to: { path: '^src/(host/|extension\\.ts)', pathNot: [name, ...allowed].map(room) },
    })),
    {
      name: 'host-rooms-only',
      comment: 'A new folder in src/host gets a line in the table of rooms',
      severity: 'error',
      from: { path: '^src/extension\\.ts' },
      to: { path: '^src/host/', pathNot: Object.keys(rooms).map(room) },
    },
    {
      name: 'tools-alone',
      comment:
        'Set-up programs run before anything is built, and npm start works without the tests; the tests use the tools',
      severity: 'error',
      from: { path: folder('tools') },
      to: { path: '^(src|webview|test)/', pathNot: folder('tools') },
    },
    {
      name: 'webview-shared-only',
      comment: 'A webview sees the contracts in src/shared and nothing else of src',
      severity: 'error',
      from: { path: '^webview/' },
      to: { path: '^(src|test)/', pathNot: folder('shared') },
    },
    {
      name: 'vscode-in-host-only',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: '^src/(host/|extension\\.ts)' },
      to: { path: '^vscode$' },
    },
    {
      name: 'tfjs-in-engine-only',
      comment: 'All other layers speak of numbers, not of tensors',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: ['^src/engine/', '^src/training/', '^src/tools/'] },
      to: { path: '@tensorflow/' },
    },
    {
      name: 'no-node-below-service',
      comment: 'shared, model and analysis run anywhere; engine knows node only to load TensorFlow',
      severity: 'error',
      from: { path: '^src/(shared|model|analysis)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^(src|webview|test)/' },
      to: { circular: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '(^|/)(node_modules/(?!@tensorflow|vscode)|dist|\\.build)/' },
    doNotFollow: { path: 'node_modules' },
  },
};
