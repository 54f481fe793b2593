/** The field of a file's task in which the setup file of a worker passes the executed probes to the reporter. */
export const probesKey = 'nxTestmonSeen';
/** Likewise: what the test file has read. */
export const readsKey = 'nxTestmonReads';
/** Likewise: what Node's own loader has loaded for it. */
export const nodeLoadsKey = 'nxTestmonNodeLoads';
