# The browser's part: libraries from npm's lock file, bundled into app/static/dist.
# shellcheck shell=bash

node_works() { command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; }

# ensure_node: puts a node and npm on PATH; the machine's own, or PyPI's inside .venv.
ensure_node() {
  node_works && return
  # Only these two: the rest of .venv/bin must not change which programs the scripts find.
  local folder=$venv/node/bin mark
  mark=$(fingerprint "$top/requirements/node.txt" "$venv")
  if ! is_done node "$mark"; then
    say 'Installing Node and npm inside .venv'
    run_step NODE_FAILED 'Node could not be installed' \
      "$venv/bin/pip" install -q --disable-pip-version-check --require-hashes -r "$top/requirements/node.txt"
    mkdir -p "$folder"
    ln -sf ../../bin/node ../../bin/npm "$folder/"
    mark_done node "$mark"
  fi
  PATH=$folder:$PATH
  node_works || fail NODE_FAILED "Node was installed in .venv but does not run. Install Debian's nodejs (20 or newer) and npm, and start again."
}

# ensure_browser: builds again only when a source or the lock file changed.
ensure_browser() {
  local built libraries
  libraries=$(fingerprint "$top/package-lock.json" "$top/package.json")
  built=$(fingerprint "$libraries" "$top/script/build-browser.mjs" "$top/script/icons.mjs" "$(browser_sources)")
  if is_done browser "$built" && [ -f "$top/app/static/dist/manifest.json" ]; then return; fi
  ensure_node
  if ! is_done npm "$libraries" || [ ! -d "$top/node_modules" ]; then
    say "Installing the browser's libraries from npm's lock file"
    run_step NPM_FAILED "The browser's libraries could not be installed" \
      npm --prefix "$top" ci --no-audit --no-fund
    mark_done npm "$libraries"
  fi
  say "Building the browser's part"
  run_step BUILD_FAILED "The browser's part could not be built" npm --prefix "$top" run build
  mark_done browser "$built"
}

browser_sources() {
  [ ! -d "$top/app/static/src" ] || (cd "$top/app/static/src" && find . -type f -print0 | sort -z | xargs -0r sha256sum)
}
