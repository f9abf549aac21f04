# The Python environment in .venv, exactly as the lock files say.
# shellcheck shell=bash

# find_python: the first python that is new enough, or nothing.
find_python() {
  local name
  for name in python3 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"; return
    fi
  done
}

check_python() {
  python=$(find_python)
  [ -n "$python" ] ||
    fail PYTHON_TOO_OLD "Python 3.11 or newer is needed and this machine has $(python3 -V 2>/dev/null || echo none). Nothing was changed; Debian 12, Ubuntu 24.04 and newer bring it."
}

# venv_works: ensurepip is there (Debian keeps it in python3-venv).
venv_works() { "$python" -c 'import ensurepip, venv' 2>/dev/null; }

python_mark() { fingerprint "$top/requirements/$1.txt" "$top/pyproject.toml" "$venv" "$("$python" -V)"; }

# ensure_python LOCK: .venv with everything in requirements/LOCK.txt, and the project itself.
ensure_python() {
  local lock=$top/requirements/$1.txt
  # What the tests need contains what running needs.
  if is_done python-test "$(python_mark test)" || is_done "python-$1" "$(python_mark "$1")"; then return; fi
  need_space 1700 "$top"
  if ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
    say 'Making the Python environment in .venv'
    run_step VENV_FAILED 'The Python environment could not be made' "$python" -m venv --clear "$venv"
  fi
  say "Installing $(grep -c '^[a-z]' "$lock") Python packages from the lock file (about a minute)"
  run_step PIP_FAILED 'The Python packages could not be installed' \
    "$venv/bin/pip" install -q --disable-pip-version-check --require-hashes -r "$lock"
  run_step PIP_FAILED 'The project itself could not be installed' \
    "$venv/bin/pip" install -q --disable-pip-version-check --no-deps --no-build-isolation --no-index -e "$top"
  mark_done "python-$1" "$(python_mark "$1")"
}
