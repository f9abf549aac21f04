// Bundles every script and style sheet directly in app/static/src into app/static/dist, beside our
// own copy of Leaflet and the icons, and writes manifest.json: from the name a page uses to the name on disk.
// The names on disk hold a hash of the content, so a browser may keep them for ever. The files of
// the build before stay too: a page that was served a moment ago still asks for them.
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { basename, dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { build } from "esbuild";
import { drawIcons } from "./icons.mjs";

const top = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(top, "app/static/src");
const finished = join(top, "app/static/dist");
const draft = `${finished}.new`;
const outgoing = `${finished}.old`;

async function entries() {
  const names = await readdir(source).catch(() => []);
  return names.filter((name) => [".js", ".css"].includes(extname(name))).sort();
}

async function bundle(names) {
  if (names.length === 0) return {};
  const result = await build({
    absWorkingDir: top,
    entryPoints: names.map((name) => join(source, name)),
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    outdir: draft,
    bundle: true,
    minify: true,
    sourcemap: true,
    format: "iife",
    target: "es2022",
    legalComments: "linked",
    loader: { ".svg": "file", ".png": "file", ".woff2": "file" },
    metafile: true,
    logLevel: "warning",
  });
  const made = Object.entries(result.metafile.outputs).filter(([, output]) => output.entryPoint);
  return Object.fromEntries(
    made.map(([path, output]) => [basename(output.entryPoint), relative(draft, join(top, path))]),
  );
}

// folium's page loads Leaflet as a script of its own, so it is copied whole, not bundled.
async function copyLeaflet() {
  const library = join(top, "node_modules/leaflet");
  const script = await readFile(join(library, "dist/leaflet.js"));
  const hash = createHash("sha256").update(script).digest("hex").slice(0, 8);
  const folder = `leaflet-${hash}`;
  await mkdir(join(draft, folder), { recursive: true });
  for (const name of ["leaflet.js", "leaflet.js.map", "leaflet.css", "images"]) {
    await cp(join(library, "dist", name), join(draft, folder, name), { recursive: true });
  }
  await cp(join(library, "LICENSE"), join(draft, folder, "LICENSE"));
  return { "leaflet.js": `${folder}/leaflet.js`, "leaflet.css": `${folder}/leaflet.css` };
}

/** Beside each script and style sheet the same in Brotli's best form, which takes too long to make for
    somebody who waits: a tenth smaller than gzip's. */
async function compress(paths) {
  for (const path of paths.filter((name) => [".js", ".css"].includes(extname(name)))) {
    const content = await readFile(join(draft, path));
    const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    await writeFile(join(draft, `${path}.br`), brotliCompressSync(content, { params }));
  }
}

async function readManifest(name) {
  return JSON.parse(await readFile(join(finished, name), "utf8").catch(() => "{}"));
}

/** Copies what pages of the build before ask for, and notes it for a build that changes nothing. */
async function keepBefore(manifest) {
  const last = await readManifest("manifest.json");
  const same = JSON.stringify(last) === JSON.stringify(manifest);
  const before = same ? await readManifest("before.json") : last;
  for (const path of new Set(Object.values(before).map((name) => name.split("/")[0]))) {
    for (const name of [path, `${path}.map`, `${path}.br`]) {
      const kept = { recursive: true, force: false };
      await cp(join(finished, name), join(draft, name), kept).catch(() => {});
    }
  }
  await writeFile(join(draft, "before.json"), `${JSON.stringify(before, null, 2)}\n`);
}

await rm(draft, { recursive: true, force: true });
await rm(outgoing, { recursive: true, force: true });
await mkdir(draft, { recursive: true });
const manifest = { ...(await copyLeaflet()), ...(await drawIcons(draft)), ...(await bundle(await entries())) };
await compress(Object.values(manifest));
await writeFile(join(draft, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
await keepBefore(manifest);
// Two renames: a page that comes in between finds nothing for less than a millisecond.
await rename(finished, outgoing).catch(() => {});
await rename(draft, finished);
await rm(outgoing, { recursive: true, force: true });
console.log(`built ${Object.keys(manifest).length} files for the browser`);
