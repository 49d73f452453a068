/** Makes pictures small: a card has few colours, and a palette of them takes a third of the bytes of a screenshot. */
import { crc32, deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';

const MOST_COLOURS = 256;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const INDEXED = 3;

/** The same picture with a palette (PNG colour type 3): its commonest colours; a rarer shade becomes the nearest of them. */
export function shrink(screenshot: Buffer): Buffer {
  const { width, height, data } = PNG.sync.read(screenshot);
  const all = Array.from({ length: width * height }, (_, pixel) => data.readUIntBE(pixel * 4, 3));
  const palette = commonest(all);
  const numbers = new Map(palette.map((colour, number) => [colour, number]));
  const numberOf = (colour: number): number => {
    const number = numbers.get(colour) ?? nearest(colour, palette);
    numbers.set(colour, number);
    return number;
  };
  return encode(width, height, palette, Uint8Array.from(all, numberOf));
}

function commonest(all: readonly number[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const colour of all) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const byCount = [...counts].sort(([, a], [, b]) => b - a);
  return byCount.slice(0, MOST_COLOURS).map(([colour]) => colour);
}

function nearest(colour: number, palette: readonly number[]): number {
  const far = palette.map((other) => distance(colour, other));
  return far.indexOf(Math.min(...far));
}

function distance(one: number, other: number): number {
  return [16, 8, 0].reduce((sum, shift) => sum + (((one >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0);
}

function encode(width: number, height: number, colours: readonly number[], pixels: Uint8Array): Buffer {
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
