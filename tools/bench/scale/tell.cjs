/** Ends a process of the benchmark: one line of JSON for the one that started it, its most memory (MB) added. */
function tell(result) {
  const megabytes = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(`${JSON.stringify({ ...result, megabytes })}\n`);
}

module.exports = { tell };
