/** Where the setup file in a worker leaves, with a file's task, what the reporter reads: which probes ran. */
export const probesKey = 'nxTestmonSeen';
/** Likewise: what the test file has read. */
export const readsKey = 'nxTestmonReads';
/** Likewise: what Node's own loader has loaded for it. */
export const nodeLoadsKey = 'nxTestmonNodeLoads';
