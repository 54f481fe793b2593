import type { ComponentChildren } from 'preact';
import { useAddress } from './use-address';

/** The filters of a page, with the number of matching rows. */
export function Filters({
  children,
  status,
}: {
  readonly children: ComponentChildren;
  readonly status: string;
}) {
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      {children}
      <p class="status" role="status">
        {status}
      </p>
    </form>
  );
}

export function SearchField({ label }: { readonly label: string }) {
  const { parameters, change } = useAddress();
  return (
    <label class="search">
      <span class="hidden">{label}</span>
      <input
        type="search"
        placeholder={label}
        aria-keyshortcuts="/"
        value={parameters['q'] ?? ''}
        onInput={({ currentTarget }) => change({ q: currentTarget.value, page: '', open: '' })}
      />
    </label>
  );
}

interface Choice {
  readonly label: string;
  /** The parameter of the address. */
  readonly name: string;
  /** Texts by value. */
  readonly choices: readonly (readonly [value: string, text: string])[];
}

export function ChoiceField({ label, name, choices }: Choice) {
  const { parameters, change } = useAddress();
  return (
    <label class="choice">
      <span>{label}</span>
      <select
        value={parameters[name] ?? ''}
        onChange={({ currentTarget }) => change({ [name]: currentTarget.value, page: '', open: '' })}
      >
        <option value="">All</option>
        {choices.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The choice of a project; absent if there is only one. */
export function ProjectField({ names }: { readonly names: readonly string[] }) {
  const distinct = [...new Set(names)].sort();
  if (distinct.length < 2) return null;
  return <ChoiceField label="Project" name="project" choices={distinct.map((name) => [name, name])} />;
}
