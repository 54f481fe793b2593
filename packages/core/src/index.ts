export { packBlockList, unpackBlockList } from './block-list';
