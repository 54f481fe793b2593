import { chooseRandom, type Random } from '../../shared/random.mts';
import { expressionForms } from './expression-forms.mts';
import { type Abilities, abilitiesInside, type Ability, type Form, mayStand } from './form.mts';
import { functionForms } from './function-forms.mts';
import { singleStatements, statementForms } from './statement-forms.mts';

const listForms: readonly Form[] = [...statementForms, ...functionForms];
const inOwnFunction: Abilities = new Set<Ability>(['return']);
const inOwnClass: Abilities = new Set();

/** Fills the holes of forms at random. */
export class ProgramWriter {
  readonly #random: Random;
  #lastNumber = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** One statement of the given form, inside a function or a loop if it can't stand alone. */
  writeStatement(form: Form, abilities: Abilities, depth: number): string {
    if (mayStand(form, abilities)) return this.#fill(form, abilities, depth);
    const hosts = listForms.filter(
      (host) =>
        host.text.includes('§S') &&
        mayStand(host, abilities) &&
        mayStand(form, abilitiesInside(host, abilities)),
    );
    const host = chooseRandom(hosts, this.#random);
    const inner = this.#fill(form, abilitiesInside(host, abilities), depth);
    return this.#fill({ ...host, text: host.text.replace('§S', () => `${inner}\n§S`) }, abilities, depth - 1);
  }

  /** A statement that logs an expression of the given form. */
  writeExpression(form: Form, abilities: Abilities, depth: number): string {
    return this.writeStatement({ ...form, text: `log(${form.text});` }, abilities, depth);
  }

  #fill(form: Form, abilities: Abilities, depth: number): string {
    const inside = abilitiesInside(form, abilities);
    const number = String(++this.#lastNumber);
    return form.text.replaceAll(/§[SOEPFn]/g, (hole) => {
      switch (hole) {
        case '§S':
          return this.#statements(inside, depth);
        case '§O':
          return this.#choose(singleStatements, inside, depth);
        case '§E':
          return this.#expression(inside, depth);
        case '§P':
          return this.#statements(inOwnFunction, depth);
        case '§F':
          return this.#expression(inOwnClass, depth);
        default:
          return number;
      }
    });
  }

  #statements(abilities: Abilities, depth: number): string {
    const count = depth > 0 ? 1 + Math.floor(this.#random() * 2) : 1;
    return Array.from({ length: count }, () => this.#choose(listForms, abilities, depth))
      .map((text) => `${text}\n`)
      .join('');
  }

  #expression(abilities: Abilities, depth: number): string {
    const forms = depth > 0 ? expressionForms : atoms;
    return this.#choose(forms, abilities, depth);
  }

  #choose(forms: readonly Form[], abilities: Abilities, depth: number): string {
    if (depth <= 0 && forms !== atoms) return `log(${this.#expression(abilities, 0)});`;
    const allowed = forms.filter((form) => mayStand(form, abilities));
    return this.#fill(chooseRandom(allowed, this.#random), abilities, depth - 1);
  }
}

/** Expressions for the deepest level. */
const atoms: readonly Form[] = ['0', '1', 'a', 'b', '"text"', 'undefined', 'o.x', 'id(2)'].map((text) => ({
  text,
  needs: [],
  holes: { adds: [] },
}));
