/** Processor seconds (user and system) of this process so far. */
function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** The most memory that this process has held, in MB. */
const peakMegabytes = () => process.resourceUsage().maxRSS / 1024;

/** Ends a process of the benchmark: one line of JSON for the one that started it. */
function tell(result) {
  process.stdout.write(`${JSON.stringify({ ...result, megabytes: peakMegabytes() })}\n`);
}

module.exports = { cpuSeconds, tell };
