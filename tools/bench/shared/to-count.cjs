/** The value of an option. @throws Error where it is no whole number of at least 1 */
function toCount(name, text) {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new Error(`--${name} must be a whole number of at least 1`);
  return count;
}

module.exports = { toCount };
