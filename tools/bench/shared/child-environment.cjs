/** The environment of what is measured: that of a shell, not of npm's scripts, and the same in every run. */
function childEnvironment(added = {}) {
  const env = {
    ...process.env,
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    NO_COLOR: '1',
    // Snapshots are compared and never written, in every run alike.
    CI: process.env.CI || 'true',
    ...added,
  };
  for (const name of Object.keys(env))
    if (/^npm_|^NX_TESTMON_/.test(name) || name === 'INIT_CWD') delete env[name];
  return { ...env, ...added };
}

module.exports = { childEnvironment };
