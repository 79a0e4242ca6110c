import type { PlotTheme } from './plot/theme.ts';
import { saveFile } from './save-file.ts';
import { type Picture, svgDocument } from './svg.ts';

/** Pixels of a PNG per pixel of the picture; fewer for a picture that no canvas can hold. */
const SHARPNESS = 2;
const MOST_PIXELS = 12_000;

export function saveSvg(picture: Picture, theme: PlotTheme, name: string): void {
  saveFile(new Blob([svgDocument(picture, theme)], { type: 'image/svg+xml' }), `${name}.svg`);
}

/** @throws Error if the browser cannot draw it. */
export async function savePng(picture: Picture, theme: PlotTheme, name: string): Promise<void> {
  const svg = new Blob([svgDocument(picture, theme)], { type: 'image/svg+xml' });
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const scale = Math.min(SHARPNESS, MOST_PIXELS / Math.max(width, height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (png === null) throw new Error('The picture is too large for this browser: save it as SVG.');
    saveFile(png, `${name}.png`);
  } finally {
    URL.revokeObjectURL(url);
  }
}
