/** A picture as its brightness: one byte a pixel, row after row, 0 black and 255 white. */
export interface Frame {
  readonly luminance: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** Weights of red, green and blue in 1024ths (ITU-R BT.601). */
const RED = 306;
const GREEN = 601;
const BLUE = 117;
const WEIGHT_BITS = 10;

/** The brightness of a picture given as red, green, blue and alpha, as canvases hand it out. Alpha is ignored: a camera has none. */
export function frameOfRgba(rgba: Uint8ClampedArray, width: number, height: number): Frame {
  if (rgba.length !== width * height * 4) throw new Error('A picture has four bytes a pixel');
  const luminance = new Uint8ClampedArray(width * height);
  // One read a pixel: red is the lowest byte on every machine a browser runs on.
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, luminance.length);
  for (let at = 0; at < pixels.length; at += 1) {
    const pixel = pixels[at] ?? 0;
    luminance[at] = ((pixel & 0xff) * RED + ((pixel >> 8) & 0xff) * GREEN + ((pixel >> 16) & 0xff) * BLUE) >> WEIGHT_BITS;
  }
  return { luminance, width, height };
}

/** Light symbols on dark ground become dark ones on light. */
export function inverted({ luminance, width, height }: Frame): Frame {
  return { luminance: luminance.map((value) => 255 - value), width, height };
}

/** Half as wide and high, each pixel the mean of four: less to look at, and less noise. */
export function halved({ luminance, width, height }: Frame): Frame {
  const halfWidth = width >> 1;
  const halfHeight = height >> 1;
  const half = new Uint8ClampedArray(halfWidth * halfHeight);
  for (let y = 0, to = 0; y < halfHeight; y += 1) {
    for (let x = 0, from = 2 * y * width; x < halfWidth; x += 1, from += 2, to += 1) {
      const sum = (luminance[from] ?? 0) + (luminance[from + 1] ?? 0) + (luminance[from + width] ?? 0) + (luminance[from + width + 1] ?? 0);
      half[to] = (sum + 2) >> 2;
    }
  }
  return { luminance: half, width: halfWidth, height: halfHeight };
}

/** Twice as wide and high, linear between the pixels: a module of a QR code then covers enough pixels for a detector that counts them. */
export function doubled({ luminance, width, height }: Frame): Frame {
  const double = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, to = 0; y < height * 2; y += 1) {
    const row = (y >> 1) * width;
    const otherRow = Math.min(height - 1, Math.max(0, (y >> 1) + (y % 2 === 0 ? -1 : 1))) * width;
    for (let x = 0; x < width * 2; x += 1, to += 1) {
      const column = x >> 1;
      const otherColumn = Math.min(width - 1, Math.max(0, column + (x % 2 === 0 ? -1 : 1)));
      const near = 3 * (luminance[row + column] ?? 0) + (luminance[row + otherColumn] ?? 0);
      const far = 3 * (luminance[otherRow + column] ?? 0) + (luminance[otherRow + otherColumn] ?? 0);
      double[to] = (3 * near + far + 8) >> 4;
    }
  }
  return { luminance: double, width: width * 2, height: height * 2 };
}

/** The middle of a picture, `share` of its width and height. */
export function middleOf({ luminance, width, height }: Frame, share: number): Frame {
  const cutWidth = Math.max(1, Math.round(width * share));
  const cutHeight = Math.max(1, Math.round(height * share));
  const left = (width - cutWidth) >> 1;
  const top = (height - cutHeight) >> 1;
  const cut = new Uint8ClampedArray(cutWidth * cutHeight);
  for (let y = 0; y < cutHeight; y += 1) {
    const from = (top + y) * width + left;
    cut.set(luminance.subarray(from, from + cutWidth), y * cutWidth);
  }
  return { luminance: cut, width: cutWidth, height: cutHeight };
}

/** The darkest and the lightest hundredth of the pixels are set to black and white, and the rest spread between them. */
export function stretched(frame: Frame): Frame {
  const counts = new Uint32Array(256);
  for (const value of frame.luminance) counts[value] = (counts[value] ?? 0) + 1;
  const rank = frame.luminance.length / 100;
  let dark = 0;
  for (let seen = counts[0] ?? 0; seen < rank && dark < 255; seen += counts[dark] ?? 0) dark += 1;
  let light = 255;
  for (let seen = counts[255] ?? 0; seen < rank && light > dark; seen += counts[light] ?? 0) light -= 1;
  if (light <= dark) return frame;
  const spread = Uint8ClampedArray.from({ length: 256 }, (_, value) => ((value - dark) * 255) / (light - dark));
  return { ...frame, luminance: frame.luminance.map((value) => spread[value] ?? value) };
}
