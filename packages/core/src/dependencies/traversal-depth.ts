/** `shape`: the block alone, and its heritage. `full`: everything it names, and the bodies in it. */
export type TraversalDepth = 'shape' | 'full';
