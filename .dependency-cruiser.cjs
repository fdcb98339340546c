// The layers of ARCHITECTURE.md: who may import whom. tsc's projects hold the same, but a type-only import passes there.
const layers = {
  shared: [],
  model: ['shared'],
  engine: ['shared', 'model'],
  analysis: ['shared', 'model', 'engine'],
  training: ['shared', 'model', 'engine', 'analysis'],
  service: ['shared', 'model', 'engine', 'analysis', 'training'],
  worker: ['shared', 'service'],
  cli: ['shared', 'model', 'service'],
  host: ['shared'],
};

const folder = name => `^src/${name}/`;

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
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '(^|/)(node_modules/(?!@tensorflow|vscode)|dist|\\.build)/' },
    doNotFollow: { path: 'node_modules' },
  },
};
