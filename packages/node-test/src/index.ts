export { discoverNodeTest } from './discover-node-test';
export { narrowing } from './narrowing';
export { findNode } from './node-installation';
export { findNodeTestManifest } from './node-test-manifest';
export { plainWords } from './plain-words';
export { runNodeTest } from './run-node-test';
