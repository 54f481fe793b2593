import { useLayoutEffect, useState } from 'preact/hooks';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const storageKey = 'nx-testmon-report-theme';

/** A file that is opened from the disk may have no storage. */
function readTheme(): Theme {
  try {
    return themes.find((one) => one === localStorage.getItem(storageKey)) ?? 'system';
  } catch {
    return 'system';
  }
}

function keepTheme(theme: Theme): void {
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // The choice applies until the page is closed.
  }
}

/** Dispatched on the window when colors may have changed. */
export const themeEvent = 'themechange';

export function ThemeSwitch() {
  const [theme, setTheme] = useState(readTheme);
  // Before the page is painted, so that it never shows another theme first.
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    dispatchEvent(new Event(themeEvent));
  }, [theme]);
  return (
    <label class="theme">
      <span>Theme</span>
      <select
        value={theme}
        onChange={({ currentTarget }) => {
          const chosen = currentTarget.value as Theme;
          keepTheme(chosen);
          setTheme(chosen);
        }}
      >
        {themes.map((one) => (
          <option key={one} value={one}>
            {one.charAt(0).toUpperCase() + one.slice(1)}
          </option>
        ))}
      </select>
    </label>
  );
}
