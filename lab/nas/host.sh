# What the lab needs on the machine it runs on, brought by apt when missing.
# Sourced, never run.
# shellcheck shell=bash

# QEMU before 10 corrupts guest registers in its software emulation: about one boot in five of a NAS panics.
QEMU_LEAST=10

qemu_version() { qemu-system-x86_64 --version 2>/dev/null | sed -n '1s/.*version \([0-9.]*\).*/\1/p'; }

qemu_is_good() {
  local version
  version=$(qemu_version)
  [[ -n $version && ${version%%.*} -ge $QEMU_LEAST ]] && command -v qemu-img >/dev/null
}

require_root() {
  [[ $(id -u) -eq 0 ]] || die "the lab installs packages and builds disk images, which needs root; try: sudo lab/lab $*"
}

# The machine's own Debian mirror, whichever format its apt sources have; no address is written down in this project.
host_mirror() {
  local mirror
  mirror=$(apt-get --print-uris update 2>/dev/null |
    sed -n "s|^'\(.*\)/dists/$(host_release)/InRelease'.*|\1|p" | head -n 1)
  [[ -n $mirror ]] || die "no apt source for Debian $(host_release) main found on this machine; the lab takes its mirror from there"
  printf '%s\n' "$mirror"
}

# shellcheck source=/dev/null
host_release() { (. /etc/os-release && printf '%s\n' "${VERSION_CODENAME:-unknown}"); }

apt_quiet() { DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 "$@"; }

# All packages first: later stages run side by side, and apt does not.
install_packages() {
  can_run && { can_build || [[ -f $IMAGE_DIR/complete ]]; } && return
  require_root up
  local log=$IMAGE_CACHE/host-packages.log
  mkdir -p "$IMAGE_CACHE"
  : >"$log"
  stage 1 1 "installing QEMU, OpenSSH's client and image tools on this machine" "$log" bash -euo pipefail -c '
    LAB_DIR=$1; . "$LAB_DIR/nas/load.sh"; install_packages_now' lab "$LAB_DIR"
  qemu_is_good || die "QEMU $QEMU_LEAST or newer is needed and apt brought '$(qemu_version)'; see $log"
}

can_run() { qemu_is_good && command -v ssh >/dev/null && command -v setsid >/dev/null; }

can_build() { command -v debootstrap >/dev/null && command -v mke2fs >/dev/null; }

# Backports are read through a private apt folder, so the machine's own sources stay as they are.
install_packages_now() {
  local private=$IMAGE_CACHE/apt release
  release=$(host_release)
  mkdir -p "$private/parts" "$private/lists/partial"
  cp -a /etc/apt/sources.list.d/. "$private/parts/" 2>/dev/null || true
  if [[ $release == bookworm ]]; then
    printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s bookworm-backports main\n' "$(host_mirror)" \
      >"$private/parts/datastore-guard-backports.list"
  fi
  local options=(-o "Dir::Etc::SourceParts=$private/parts" -o "Dir::State::Lists=$private/lists")
  apt_quiet "${options[@]}" update
  # Only QEMU comes from there; packages that the machine has are not replaced.
  local target=()
  if [[ $release == bookworm ]]; then target=(-t bookworm-backports); fi
  qemu_is_good || apt_quiet "${options[@]}" install -y --no-install-recommends "${target[@]}" qemu-system-x86 qemu-utils seabios
  apt_quiet "${options[@]}" install -y --no-install-recommends --no-upgrade \
    openssh-client util-linux debootstrap e2fsprogs debian-archive-keyring
}
