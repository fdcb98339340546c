// @ts-check
// In the bundle this takes the place of @mapbox/node-pre-gyp, which would look for a package.json to learn as much.
const { join } = require('node:path');

exports.find = () => join(__dirname, 'lib', 'napi-v8', 'tfjs_binding.node');
