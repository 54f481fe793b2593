import { packageTests } from '../../tools/package-tests.mts';

export default packageTests(import.meta.dirname);
