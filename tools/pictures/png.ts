/** Makes pictures small: a card has few colours, and a palette of them takes a third of the bytes of a screenshot. */
import { crc32, deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';

const MOST_COLOURS = 256;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const INDEXED = 3;

/** The same picture with a palette (PNG colour type 3); shades that nobody tells apart become one where there are too many. */
export function shrink(screenshot: Buffer): Buffer {
  const { width, height, data } = PNG.sync.read(screenshot);
  for (let step = 1; ; step += 1) {
    const indexed = index(data, step);
    if (indexed !== null) return encode(width, height, indexed);
  }
}

interface Indexed {
  readonly colours: readonly number[];
  readonly pixels: Uint8Array;
}

/** Null: more colours than a palette holds. */
function index(data: Uint8Array, step: number): Indexed | null {
  const numbers = new Map<number, number>();
  const pixels = new Uint8Array(data.length / 4);
  for (let pixel = 0; pixel < pixels.length; pixel += 1) {
    const colour = [0, 1, 2].reduce((rgb, part) => rgb * 256 + rounded(data[pixel * 4 + part] ?? 0, step), 0);
    const number = numbers.get(colour) ?? numbers.size;
    if (number === MOST_COLOURS) return null;
    numbers.set(colour, number);
    pixels[pixel] = number;
  }
  return { colours: [...numbers.keys()], pixels };
}

function rounded(value: number, step: number): number {
  return Math.min(255, Math.round(value / step) * step);
}

function encode(width: number, height: number, { colours, pixels }: Indexed): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, INDEXED, 0, 0, 0], 8);
  const palette = Buffer.from(colours.flatMap((rgb) => [rgb >> 16, (rgb >> 8) & 255, rgb & 255]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row += 1)
    rows.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  const image = deflateSync(rows, { level: 9 });
  const none = Buffer.alloc(0);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', image),
    chunk('IEND', none),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(content.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
