// Answers questions as a phone would: of a folder with ways.bin and cases.json, on standard output.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [source, folder] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(join(source, `${name}.js`)));
const [{ unpack }, { inPlane }, { nearest }] = await Promise.all(["unpack", "plane", "search"].map(load));

const bytes = readFileSync(join(folder, "ways.bin"));
const ways = unpack(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
const { searches, positions } = JSON.parse(readFileSync(join(folder, "cases.json"), "utf8"));
console.log(JSON.stringify({
  found: searches.map(({ start, places, most }) => nearest(ways, start, places, most)),
  planes: positions.map((position) => inPlane(position, ways)),
}));
