export { packBlockList, unpackBlockList } from './block-list';
export { factKey, type Fact, type Fingerprint, mergeFacts, sortFingerprints } from './fact';
export { type Decision, selectTestFile, type Today } from './select-test-file';
