// The icons of the installed app, as PNG files, from the same few strokes as the mark in the pages'
// bar. All of them are upright, so filling rectangles draws them exactly, without a library.
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateSync } from "node:zlib";

const BLUE = [0x2b, 0x53, 0xc9];
const WHITE = [0xff, 0xff, 0xff];
// In units of the mark's own grid, 24 wide: x, y, width, height of each stroke.
const STROKES = [
  [3, 3, 18, 2], [3, 19, 18, 2], [3, 3, 2, 18], [19, 3, 2, 18], [3, 11, 9, 2], [10, 3, 2, 10], [13, 14, 8, 2], [13, 14, 2, 7],
];
const GRID = 24;
// Whatever shape a device cuts an icon to, a circle of four fifths of its width remains.
const SAFE_SHARE = 0.56;
const USUAL_SHARE = 0.8;
const CHANNELS = 3;

const ICONS = { "icon-192.png": [192, USUAL_SHARE], "icon-512.png": [512, USUAL_SHARE], "maskable-192.png": [192, SAFE_SHARE], "maskable-512.png": [512, SAFE_SHARE] };

/** The colours of a picture, row by row; the mark takes `share` of its width. */
function pixels(size, share) {
  const unit = Math.max(1, Math.round((size * share) / GRID));
  const edge = Math.round((size - unit * GRID) / 2);
  const drawn = Buffer.alloc(size * size * CHANNELS, Buffer.from(BLUE));
  for (const [x, y, width, height] of STROKES) {
    for (let row = edge + y * unit; row < edge + (y + height) * unit; row += 1) {
      const start = (row * size + edge + x * unit) * CHANNELS;
      drawn.fill(Buffer.from(WHITE), start, start + width * unit * CHANNELS);
    }
  }
  return drawn;
}

// The polynomial of PNG's checks; older Node 20 has no crc32 of its own.
const CRC_POLYNOMIAL = 0xedb88320;

function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? CRC_POLYNOMIAL : 0);
  }
  return ~crc >>> 0;
}

function chunk(type, content) {
  const told = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(told));
  return Buffer.concat([length, told, sum]);
}

/** A PNG of 8 bits a channel without transparency (W3C PNG, sections 5 and 11). */
function png(size, share) {
  const drawn = pixels(size, share);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const row = size * CHANNELS;
  const rows = Array.from({ length: size }, (_, index) => Buffer.concat([Buffer.from([0]), drawn.subarray(index * row, (index + 1) * row)]));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", deflateSync(Buffer.concat(rows), { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

/** Write the icons into a folder; returns from the name a page uses to the name on disk. */
export async function drawIcons(folder) {
  const made = {};
  for (const [name, [size, share]] of Object.entries(ICONS)) {
    const picture = png(size, share);
    const hash = createHash("sha256").update(picture).digest("hex").slice(0, 8);
    made[name] = name.replace(".png", `-${hash}.png`);
    await writeFile(join(folder, made[name]), picture);
  }
  return made;
}
