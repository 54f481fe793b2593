export { discoverNodeTest } from './discover-node-test';
export { narrowing } from './narrowing';
export { findNode } from './node-installation';
export { findNodeTestManifest } from './node-test-manifest';
export { runNodeTest } from './run-node-test';
