/** The field of a file's task in which the setup file of a worker passes the executed probes to the reporter. */
export const probesKey = 'nxTestmonSeen';
/** The field for the reads of the test file. */
export const readsKey = 'nxTestmonReads';
/** The field for the modules that Node's own loader has loaded. */
export const nodeLoadsKey = 'nxTestmonNodeLoads';
