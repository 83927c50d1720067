import { coordinate } from './coordinate.ts';
import { escapeXml } from './escapeXml.ts';

/** A text element. @param attributes as they stand in the tag */
export function svgText(x: number, y: number, content: string, attributes = ''): string {
  return `<text x="${coordinate(x)}" y="${coordinate(y)}" ${attributes}>${escapeXml(content)}</text>`;
}
