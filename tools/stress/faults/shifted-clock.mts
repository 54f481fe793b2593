// Preloaded: a process whose clock is off by STRESS_CLOCK_OFFSET milliseconds.
const offset = Number(process.env.STRESS_CLOCK_OFFSET ?? 0);
const real = Date.now.bind(Date);
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [real() + offset] : args));
  }
  static now() {
    return real() + offset;
  }
};
