/** `shape`: the block itself, and its heritage. `full`: also everything that it names, and the bodies in it. */
export type TraversalDepth = 'shape' | 'full';
