import { escapeXml } from './escapeXml.ts';
import { PALETTE, type PaletteRole } from './palette.ts';

/** A drawing with its name and a sentence of what it shows, for those who cannot see it. */
export interface SvgDocument {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly description: string;
  /** Elements. */
  readonly body: readonly string[];
}

const FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif";

function rules(paper: 'light' | 'dark'): string {
  return (Object.keys(PALETTE) as PaletteRole[])
    .map((role) => {
      const color = PALETTE[role][paper];
      return `.fill-${role}{fill:${color}}.stroke-${role}{stroke:${color}}`;
    })
    .join('');
}

/**
 * A stand-alone SVG in the colours of the palette, dark where the reader's screen is: no font or script is loaded.
 */
export function svgDocument({ width, height, title, description, body }: SvgDocument): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="chart-title chart-description" font-family="${FONT}">`,
    `<title id="chart-title">${escapeXml(title)}</title>`,
    `<desc id="chart-description">${escapeXml(description)}</desc>`,
    `<style>.tick{font-size:10px}${rules('light')}@media (prefers-color-scheme:dark){${rules('dark')}}</style>`,
    '<rect width="100%" height="100%" class="fill-paper"/>',
    ...body,
    '</svg>',
    '',
  ].join('\n');
}
