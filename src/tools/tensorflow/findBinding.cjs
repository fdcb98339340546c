// @ts-check
// Replaces @mapbox/node-pre-gyp in the bundle, which would read the same path from a package.json.
const { join } = require('node:path');

exports.find = () => join(__dirname, 'lib', 'napi-v8', 'tfjs_binding.node');
