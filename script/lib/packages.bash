# Debian's and Ubuntu's packages: only what is missing, and never a server on port 5432.
# shellcheck shell=bash

has_package() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# has_postgis: some version of PostgreSQL's server is here together with PostGIS.
has_postgis() {
  local folder version
  for folder in /usr/lib/postgresql/*/bin; do
    version=$(basename "$(dirname "$folder")")
    if [ -x "$folder/initdb" ] && [ -f "/usr/share/postgresql/$version/extension/postgis.control" ] &&
      [ -f "/usr/share/postgresql/$version/extension/btree_gist.control" ]; then
      return 0
    fi
  done
  return 1
}

# install_packages NAME...: does nothing when there is nothing to do.
install_packages() {
  packages=("$@")
  [ $# -gt 0 ] || return 0
  command -v apt-get >/dev/null ||
    fail APT_MISSING "This machine has no apt-get, and these scripts know Debian and Ubuntu only. Nothing was changed; install the equivalents of these packages yourself and start again: $*."
  need_space 1500 /usr
  say "Installing packages: $*"
  if [[ " $* " == *" postgresql"* ]] && ! has_package postgresql-common; then no_main_cluster; fi
  # Lists that are here may be too old to install from; reading them anew takes a while.
  if candidates "$@" && apt_install "$@" >/dev/null 2>&1 </dev/null; then return; fi
  run_step APT_FAILED "The list of packages could not be read; nothing was installed" \
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update
  run_step APT_FAILED "The packages $* could not be installed" apt_install "$@"
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "$@"
}

# candidates NAME...: apt's lists are here and know every package.
candidates() {
  local name
  for name in "$@"; do
    apt-cache show --no-all-versions "$name" >/dev/null 2>&1 || return 1
  done
}

# PostgreSQL's packages would make and start a cluster on port 5432 that nobody asked for.
no_main_cluster() {
  # shellcheck disable=SC2016
  as_root sh -c 'mkdir -p /etc/postgresql-common && f=/etc/postgresql-common/createcluster.conf &&
    { [ -e "$f" ] || echo "create_main_cluster = false" >"$f"; }'
}
