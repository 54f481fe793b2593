// Preloaded: shifts the clock of a process by STRESS_CLOCK_OFFSET milliseconds.
const offset = Number(process.env['STRESS_CLOCK_OFFSET'] ?? 0);
const RealDate = Date;
const shiftedNow = (): number => RealDate.now() + offset;

globalThis.Date = class extends RealDate {
  constructor(...args: readonly unknown[]) {
    super(...((args.length === 0 ? [shiftedNow()] : args) as [number]));
  }

  static override now(): number {
    return shiftedNow();
  }
} as DateConstructor;
