export interface Money {
  readonly cents: number;
  readonly currency: string;
}

export class Price {
  constructor(readonly money: Money) {}

  times(count: number): Price {
    return new Price({ ...this.money, cents: this.money.cents * count });
  }

  toString(): string {
    return `${(this.money.cents / 100).toFixed(2)} ${this.money.currency}`;
  }
}
