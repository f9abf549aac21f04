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

/** Loaded as a module whose parts come when they are needed; the others are one file each. */
const IN_PARTS = new Set(["floor.js"]);

async function entries() {
  const names = await readdir(source).catch(() => []);
  return names.filter((name) => [".js", ".css"].includes(extname(name))).sort();
}

/** What esbuild made of some entries: from the path of each output to what it says of it. */
async function bundle(names, how) {
  if (names.length === 0) return {};
  const result = await build({
    absWorkingDir: top,
    entryPoints: names.map((name) => join(source, name)),
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    outdir: draft,
    bundle: true,
    minify: true,
    sourcemap: true,
    target: "es2022",
    legalComments: "linked",
    loader: { ".svg": "file", ".png": "file", ".woff2": "file" },
    metafile: true,
    logLevel: "warning",
    ...how,
  });
  return result.metafile.outputs;
}

const made = (path) => relative(draft, join(top, path));

/** From the names that pages use to those on disk. */
async function bundleWhole(names) {
  const outputs = await bundle(names, { format: "iife" });
  const entries = Object.entries(outputs).filter(([, output]) => output.entryPoint);
  return Object.fromEntries(entries.map(([path, output]) => [basename(output.entryPoint), made(path)]));
}

/** A script in parts, of which a page loads some at once and the others later. The manifest names the
    parts as they are on disk; `parts` are those to load beside each entry, and beside what `import()` loads. */
async function bundleInParts(names) {
  const outputs = await bundle(names, { format: "esm", splitting: true });
  const scripts = Object.entries(outputs).filter(([path]) => path.endsWith(".js"));
  const nameOf = (path) => (names.includes(basename(outputs[path].entryPoint ?? "")) ? basename(outputs[path].entryPoint) : made(path));
  const needs = (path, found = new Set()) => {
    for (const { path: other, kind } of outputs[path].imports) {
      if (kind !== "import-statement" || found.has(other)) continue;
      found.add(other);
      needs(other, found);
    }
    return [...found].map(nameOf).sort();
  };
  const loaded = scripts.filter(([, { entryPoint }]) => entryPoint);
  return {
    manifest: Object.fromEntries(scripts.map(([path]) => [nameOf(path), made(path)])),
    parts: Object.fromEntries(loaded.map(([path, { entryPoint }]) => [relative("app/static/src", entryPoint), needs(path).concat(names.includes(basename(entryPoint)) ? [] : [nameOf(path)])])),
  };
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
const names = await entries();
const split = await bundleInParts(names.filter((name) => IN_PARTS.has(name)));
const whole = await bundleWhole(names.filter((name) => !IN_PARTS.has(name)));
const manifest = { ...(await copyLeaflet()), ...(await drawIcons(draft)), ...whole, ...split.manifest };
await compress(Object.values(manifest));
// Before the manifest, whose time says that a build has ended.
await writeFile(join(draft, "parts.json"), `${JSON.stringify(split.parts, null, 2)}\n`);
await writeFile(join(draft, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
await keepBefore(manifest);
// Two renames: a page that comes in between finds nothing for less than a millisecond.
await rename(finished, outgoing).catch(() => {});
await rename(draft, finished);
await rm(outgoing, { recursive: true, force: true });
console.log(`built ${Object.keys(manifest).length} files for the browser`);
