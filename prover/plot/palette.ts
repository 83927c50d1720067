/**
 * Colours of charts by their role, on light and on dark paper. Text (`ink`, `faint`) stands out from the paper by at
 * least 4.5 to 1 and marks by 3 to 1, as WCAG 2.1 asks (1.4.3, 1.4.11).
 */
export const PALETTE = {
  paper: { light: '#ffffff', dark: '#14181c' },
  ink: { light: '#1f2933', dark: '#e6eaee' },
  faint: { light: '#5f6b76', dark: '#9aa7b3' },
  grid: { light: '#e3e7eb', dark: '#2b333a' },
  /** Marks. */
  neutral: { light: '#7b8794', dark: '#8b98a5' },
  accent: { light: '#0b6e99', dark: '#5cb8e6' },
  contrast: { light: '#6b4fa0', dark: '#b79cf0' },
  highlight: { light: '#b4520a', dark: '#f2994a' },
} as const;

/** A role of the palette; `fill-ROLE` and `stroke-ROLE` are classes of every chart. */
export type PaletteRole = keyof typeof PALETTE;
