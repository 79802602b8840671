/**
 * Pictures of barcodes as a camera takes them: turned, aslant, out of focus, in poor light and with noise, each the same for the same seed.
 */

/** One byte a pixel, 0 black and 255 white, row after row. */
export interface Picture {
  readonly luminance: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** A symbol in modules: whether the one at a column and a row is dark. Outside of it all is light. */
export interface Symbol2d {
  readonly columns: number;
  readonly rows: number;
  readonly isDark: (column: number, row: number) => boolean;
}

/** Bars as a symbol that is so many modules high. */
export function barsSymbol(modules: string, heightModules: number): Symbol2d {
  return { columns: modules.length, rows: heightModules, isDark: (column) => modules[column] === '1' };
}

export interface Shot {
  readonly width?: number;
  readonly height?: number;
  readonly modulePx?: number;
  /** Clockwise. */
  readonly angleDegrees?: number;
  /** How much narrower the far side is, as a share. */
  readonly slant?: number;
  /** Standard deviation of the blur. */
  readonly blurPx?: number;
  /** Standard deviation of the noise, of 255. */
  readonly noise?: number;
  readonly dark?: number;
  readonly light?: number;
  /** How much darker the right side of the picture is, as a share. */
  readonly shade?: number;
  /** What each bar is too wide by, in modules. */
  readonly inkSpread?: number;
  readonly shiftPx?: { readonly x: number; readonly y: number };
  readonly isInverted?: boolean;
  readonly seed?: number;
}

/** Quiet modules round a symbol, and the darker desk it lies on beyond them. */
const LABEL_MARGIN = 11;
const DESK_SHARE = 0.6;
const SUPERSAMPLING = 2;

/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** How light a place on the desk is, with the symbol's label lying on it: 1 paper, 0 ink. */
function paperAt(symbol: Symbol2d, column: number, row: number, inkSpread: number): number {
  if (column < -LABEL_MARGIN || column >= symbol.columns + LABEL_MARGIN || row < -LABEL_MARGIN || row >= symbol.rows + LABEL_MARGIN) {
    return DESK_SHARE;
  }
  const isInk = [-inkSpread / 2, inkSpread / 2].map((spread) => {
    const at = Math.floor(column + spread);
    return at >= 0 && at < symbol.columns && row >= 0 && row < symbol.rows && symbol.isDark(at, Math.floor(row));
  });
  return (inkSpread >= 0 ? isInk.some(Boolean) : isInk.every(Boolean)) ? 0 : 1;
}

function blurred(values: Float32Array, width: number, height: number, sigma: number): Float32Array {
  if (sigma === 0) return values;
  const radius = Math.ceil(sigma * 3);
  const weights = Array.from({ length: 2 * radius + 1 }, (_, at) => Math.exp(-((at - radius) ** 2) / (2 * sigma * sigma)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const along = (from: Float32Array, stepX: number, stepY: number) =>
    from.map((_, index) => {
      const x = index % width;
      const y = Math.floor(index / width);
      let value = 0;
      for (let at = -radius; at <= radius; at += 1) {
        const nearX = Math.min(width - 1, Math.max(0, x + at * stepX));
        const nearY = Math.min(height - 1, Math.max(0, y + at * stepY));
        value += (from[nearY * width + nearX] ?? 0) * (weights[at + radius] ?? 0);
      }
      return value / sum;
    });
  return along(along(values, 1, 0), 0, 1);
}

/** Takes a picture of a symbol that lies in the middle of it. */
export function photograph(symbol: Symbol2d, shot: Shot = {}): Picture {
  const { width = 480, height = 320, modulePx = 3, angleDegrees = 0, slant = 0, blurPx = 0.6, noise = 3 } = shot;
  const { dark = 30, light = 225, shade = 0, inkSpread = 0, shiftPx = { x: 0, y: 0 }, isInverted = false, seed = 1 } = shot;
  const radians = (angleDegrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let paper = 0;
      for (let sample = 0; sample < SUPERSAMPLING ** 2; sample += 1) {
        const atX = x + ((sample % SUPERSAMPLING) + 0.5) / SUPERSAMPLING - width / 2 - shiftPx.x;
        const atY = y + (Math.floor(sample / SUPERSAMPLING) + 0.5) / SUPERSAMPLING - height / 2 - shiftPx.y;
        const along = atX * cos + atY * sin;
        const across = atY * cos - atX * sin;
        const nearness = 1 - (slant * along) / width;
        paper += paperAt(
          symbol,
          along / modulePx / nearness + symbol.columns / 2,
          across / modulePx / nearness + symbol.rows / 2,
          inkSpread,
        );
      }
      const share = paper / SUPERSAMPLING ** 2;
      const lightness = dark + (light - dark) * (isInverted ? 1 - share : share);
      values[y * width + x] = lightness * (1 - (shade * x) / width);
    }
  }
  const random = seededRandom(seed);
  const luminance = Uint8ClampedArray.from(blurred(values, width, height, blurPx), (value) => value + normal(random) * noise);
  return { luminance, width, height };
}

/** A picture of nothing: noise of a grain that is 1 (each pixel by itself) or coarser. */
export function noisePicture(width: number, height: number, grainPx: number, seed: number): Picture {
  const random = seededRandom(seed);
  const values = Float32Array.from({ length: width * height }, () => random() * 255);
  const coarse = blurred(values, width, height, grainPx <= 1 ? 0 : grainPx / 2);
  // Blurred noise is grey: its contrast is brought back.
  const gain = grainPx <= 1 ? 1 : 1.8 * grainPx;
  return { luminance: Uint8ClampedArray.from(coarse, (value) => 128 + (value - 128) * gain), width, height };
}

/** Bars of random widths, light and dark, over the whole picture: as near to a linear code as nothing can be. */
export function stripesPicture(width: number, height: number, modulePx: number, seed: number): Picture {
  const random = seededRandom(seed);
  const row = new Float32Array(width);
  let isDark = false;
  for (let from = 0; from < width; ) {
    const modules = random() < 0.03 ? 12 : 1 + Math.floor(random() * 4);
    const to = Math.min(width, from + modules * modulePx);
    row.fill(isDark && modules < 5 ? 30 : 225, Math.round(from), Math.round(to));
    from = to;
    isDark = !isDark;
  }
  const luminance = new Uint8ClampedArray(width * height);
  for (let y = 0; y < height; y += 1)
    luminance.set(
      Uint8ClampedArray.from(row, (value) => value + normal(random) * 3),
      y * width,
    );
  return { luminance, width, height };
}
