const chars = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((name) => [name, '']),
);

/** No frame, and two spaces between the columns. */
export const plainTable = {
  chars,
  style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 2 },
};
