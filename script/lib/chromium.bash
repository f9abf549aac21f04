# The browser of the tests: Debian's Chromium, or Playwright's own where apt has only a stub that
# asks for a snap (Ubuntu). A snap cannot see the folders that the tests work in.
# shellcheck shell=bash

chromium_home=$venv/chromium

# chromium_program: prints the program to use, or nothing when there is none yet.
chromium_program() {
  local found
  if [ -n "${FLOORPLANS_CHROMIUM-}" ]; then printf '%s\n' "$FLOORPLANS_CHROMIUM"; return; fi
  found=$(command -v chromium || true)
  if [ -n "$found" ] && ! is_snap "$found"; then printf '%s\n' "$found"; return; fi
  [ -d "$chromium_home" ] || return 0
  # Of several versions the newest; an interrupted download has no marker of Playwright's.
  find "$chromium_home" -path '*/chromium-*/chrome-linux*/chrome' -type f -perm -u+x 2>/dev/null |
    while read -r found; do
      [ ! -e "$(dirname "$(dirname "$found")")/INSTALLATION_COMPLETE" ] || printf '%s\n' "$found"
    done | sort -V | tail -1
}

# is_snap PROGRAM: it is one of snapd's, or Ubuntu's script that sends people to it.
is_snap() {
  case $(readlink -f "$1") in */snap | */snap/*) return 0 ;; esac
  case $1 in /snap/*) return 0 ;; esac
  [ "$(head -c2 "$1" 2>/dev/null | tr -d '\0')" = '#!' ] && grep -q '/snap/bin\|snap install' "$1"
}

# apt_has_chromium: apt offers a real one. Where its lists are empty, the system's name decides.
apt_has_chromium() {
  local told
  command -v apt-cache >/dev/null || return 1
  told=$(apt-cache show --no-all-versions chromium 2>/dev/null || true)
  if [ -n "$told" ]; then ! grep -qiE '^(Version|Depends|Pre-Depends):.*snap' <<<"$told"; return; fi
  ! grep -qx 'ID="\?ubuntu"\?' "${OS_RELEASE:-/etc/os-release}" 2>/dev/null
}

# ensure_chromium: downloads Playwright's where setup could not install one with apt.
ensure_chromium() {
  local sentence="Chromium for the tests could not be installed: this system's own is a snap, which cannot be used, and Playwright's could not be downloaded. Install another one, name it in FLOORPLANS_CHROMIUM and start again"
  if [ -n "${FLOORPLANS_CHROMIUM-}" ] && ! command -v "$FLOORPLANS_CHROMIUM" >/dev/null; then
    fail SETTING_INVALID "FLOORPLANS_CHROMIUM names $FLOORPLANS_CHROMIUM, which is no program. Nothing was changed; name a Chromium, or leave it out."
  fi
  [ -z "$(chromium_program)" ] || return 0
  need_space 1000 "$top"
  say "Downloading Playwright's Chromium into .venv, because apt has none here"
  run_step CHROMIUM_FAILED "$sentence" \
    env PLAYWRIGHT_BROWSERS_PATH="$chromium_home" "$venv/bin/playwright" install --no-shell chromium
  say 'Installing the libraries that it needs'
  run_step CHROMIUM_FAILED "The libraries that Chromium needs could not be installed" \
    as_root "$venv/bin/playwright" install-deps chromium
  [ -n "$(chromium_program)" ] || fail CHROMIUM_FAILED "$sentence."
}
