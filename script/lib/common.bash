# Helpers for the scripts beside this folder: say, fail, stamps, root's rights.
# shellcheck shell=bash

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
venv=$top/.venv
stamps=$venv/.setup
script_name=script/$(basename "$0")

# Nothing of a caller's Python or Node set-up may leak into ours.
unset PYTHONPATH PYTHONHOME VIRTUAL_ENV NODE_OPTIONS

say() { printf '==> %s\n' "$*"; }

# fail CODE SENTENCE: one sentence, no shell trace, exit 1.
fail() { printf '%s: %s [%s]\n' "$script_name" "$2" "$1" >&2; exit 1; }

# as_root COMMAND...: runs with root's rights, or says that they are needed.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; return; fi
  command -v sudo >/dev/null ||
    fail SUDO_MISSING "Installing packages needs root's rights and there is no sudo. Nothing was installed; start as root, or install these yourself: ${packages[*]-}."
  sudo -- "$@" || return
}

# run_step CODE SENTENCE COMMAND...: runs quietly; on failure tells the real cause in one sentence
# where it is a known one, else SENTENCE, and keeps the output in a log file to look at.
run_step() {
  local code=$1 sentence=$2 log status=0; shift 2
  log=$(mktemp "${TMPDIR:-/tmp}/floorplans-setup.XXXXXX" 2>/dev/null) ||
    fail DISK_FULL "No temporary file can be written in ${TMPDIR:-/tmp}; is the disk full? Free some space and start again."
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [ "$status" = 0 ]; then rm -f "$log"; return; fi
  if grep -qiE 'no space left on device|not enough free space|\bENOSPC\b|disk quota exceeded' "$log"; then
    fail DISK_FULL "The disk is full. What was finished is kept; free some space and start again (details: $log)."
  fi
  if grep -qiE 'temporary failure (in name resolution|resolving)|could not resolve [^"]|name or service not known|network is unreachable|\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT)\b|failed to establish a new connection|connection (timed out|refused)|read timed out' "$log"; then
    fail NO_NETWORK "The network does not answer. What was finished is kept; connect this machine and start again (details: $log)."
  fi
  if grep -qiE 'could not get lock|is another process using it' "$log"; then
    fail APT_BUSY "Another program is installing packages. Wait until it is done and start again (details: $log)."
  fi
  if grep -qiE 'do not match the hashes|EINTEGRITY' "$log"; then
    fail HASH_MISMATCH "A downloaded package is not the one in the lock file, so it was not installed. Start again, or check the proxy between you and the package index (details: $log)."
  fi
  fail "$code" "$sentence (details: $log)."
}

# need_space MEGABYTES FOLDER
need_space() {
  local free
  free=$(df -Pm "$2" | awk 'NR == 2 {print $4}')
  [ "$free" -ge "$1" ] ||
    fail DISK_FULL "The disk of $2 has $free MB left and $1 MB are needed. Nothing was changed; free some space and start again."
}

# fingerprint FILE-OR-WORD...: one hash over the contents of files and over words.
fingerprint() {
  local item
  for item in "$@"; do
    if [ -f "$item" ]; then sha256sum <"$item"; else printf '%s\n' "$item"; fi
  done | sha256sum | cut -d' ' -f1
}

is_done() { [ "$(cat "$stamps/$1" 2>/dev/null)" = "$2" ]; }
mark_done() { mkdir -p "$stamps" && printf '%s\n' "$2" >"$stamps/$1"; }

# check_port PORT: fails when the number is none or something listens there already.
check_port() {
  [[ $1 =~ ^[0-9]{1,5}$ ]] && [ "$1" -ge 1 ] && [ "$1" -le 65535 ] ||
    fail SETTING_INVALID "PORT must be a whole number from 1 to 65535, not '$1'."
  if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then
    fail PORT_TAKEN "Port $1 is taken by another program. Nothing was started; stop that program, or choose another port: PORT=$(( $1 < 65535 ? $1 + 1 : 8080 )) $script_name"
  fi
}
