# Builds what every NAS machine boots from: first a system tree with OpenZFS compiled into it (minutes, changes
# rarely), then one disk image per machine (seconds). Sourced, never run.
# shellcheck shell=bash

NAS_RELEASE=trixie
MACHINES=(nas1 nas2)

# The lab's key and the machines' host keys. Made once per cache and put into every image, so that a changed recipe
# does not lock anybody out of machines that still run.
IDENTITY_DIR=$IMAGE_CACHE/identity

ensure_identity() {
  [[ -d $IDENTITY_DIR ]] || with_lock "$IMAGE_CACHE/identity.lock" "the lab's keys" make_identity
}

make_identity() {
  local partial=$IDENTITY_DIR.partial name
  [[ ! -d $IDENTITY_DIR ]] || return 0
  rm -rf "$partial"
  for name in "${MACHINES[@]}"; do
    mkdir -p "$partial/$name/etc/ssh"
    ssh-keygen -q -A -f "$partial/$name"
    sed -i "s/ [^ ]*$/ root@$name/" "$partial/$name"/etc/ssh/*.pub
  done
  ssh-keygen -q -t ed25519 -N '' -C datastore-guard-lab -f "$partial/key"
  mv "$partial" "$IDENTITY_DIR"
}

host_key() { cut -d' ' -f1,2 "$IDENTITY_DIR/$1/etc/ssh/ssh_host_ed25519_key.pub"; }

# Named by what they are made of, so a changed recipe makes new ones beside the old.
name_images() {
  TREE_DIR=$IMAGE_CACHE/tree-$(fingerprint "$NAS_DIR/tree" "$NAS_RELEASE")
  IMAGE_DIR=$IMAGE_CACHE/image-$(fingerprint "$NAS_DIR/overlay" "$(basename "$TREE_DIR")" \
    "$(cat "$IDENTITY_DIR/key.pub" 2>/dev/null)" "$(declare -f make_images fill_image add_user)")
}

build_images() {
  [[ -f $IMAGE_DIR/complete ]] && return
  with_lock "$IMAGE_CACHE/image.lock" "the machine images" build_images_locked
}

build_images_locked() {
  local log=$IMAGE_CACHE/build.log
  [[ -f $IMAGE_DIR/complete ]] && return
  require_root up
  mkdir -p "$IMAGE_CACHE"
  printf '\n== %s\n' "$(date -u)" >>"$log"
  build_tree "$TREE_DIR" "$log"
  image_stage 6 "making the disk images of ${MACHINES[*]}" "$log" make_images "$TREE_DIR" "$IMAGE_DIR"
}

image_stage() {
  local number=$1 title=$2 log=$3
  shift 3
  stage "$number" 6 "$title" "$log" bash -euo pipefail -c '
    LAB_DIR=$1; shift; . "$LAB_DIR/nas/load.sh"; "$@"' \
    lab "$LAB_DIR" "$@"
}

build_tree() {
  local tree=$1 log=$2 part number=1
  [[ -d $tree ]] && return
  say "building a NAS image from Debian packages, once; about 7 minutes on two cores"
  image_stage 1 "unpacking a minimal Debian $NAS_RELEASE" "$log" unpack_base "$tree.partial"
  for part in kernel zfs tools slim; do
    number=$((number + 1))
    [[ -f $tree.partial.$part ]] && continue
    image_stage "$number" "$(part_title "$part")" "$log" run_part "$tree.partial" "$part"
    touch "$tree.partial.$part"
  done
  rm -f "$tree".partial.*
  mv "$tree.partial" "$tree"
}

part_title() {
  case $1 in
    kernel) echo "installing the kernel and its headers" ;;
    zfs) echo "installing OpenZFS and compiling its modules (the longest stage)" ;;
    tools) echo "installing sshd, NFS, iSCSI and stream tools" ;;
    slim) echo "dropping compilers and caches" ;;
  esac
}

unpack_base() {
  local partial=$1
  [[ -d $partial ]] && return
  rm -rf "$partial.unpacking"
  debootstrap --variant=minbase --components=main,contrib "$NAS_RELEASE" "$partial.unpacking" "$(host_mirror)"
  # The chroot reaches the mirror the way this machine does.
  cp -L /etc/resolv.conf /etc/hosts "$partial.unpacking/etc/"
  apt-config dump Acquire | grep -E '::(Proxy|Check-|Retries|Verify|CaInfo)' >"$partial.unpacking/etc/apt/apt.conf.d/90lab-host" || true
  printf '#!/bin/sh\nexit 101\n' >"$partial.unpacking/usr/sbin/policy-rc.d"
  chmod 755 "$partial.unpacking/usr/sbin/policy-rc.d"
  mv "$partial.unpacking" "$partial"
}

# In namespaces of its own: whatever way the stage ends, no mount and no process of the chroot is left behind.
run_part() {
  local tree=$1 part=$2
  mkdir -p "$tree/root/recipe"
  cp -r "$NAS_DIR/tree/." "$tree/root/recipe/"
  # shellcheck disable=SC2016 # expanded by the inner shell
  unshare --mount --pid --fork --kill-child bash -euc '
    mount --make-rprivate /
    mount -t proc proc "$1/proc"
    mount -t sysfs -o ro sysfs "$1/sys"
    mount --rbind /dev "$1/dev"
    exec chroot "$1" sh /root/recipe/packages.sh "$2"' lab "$tree" "$part"
}

make_images() {
  local tree=$1 image=$2 name
  rm -rf "$image.partial" "$image.root"
  mkdir -p "$image.partial"
  cp "$tree"/boot/vmlinuz-* "$image.partial/vmlinuz"
  cp "$tree"/boot/initrd.img-* "$image.partial/initrd"
  cp -a --reflink=auto "$tree" "$image.root"
  for name in "${MACHINES[@]}"; do
    fill_image "$image.root" "$name"
    mke2fs -q -t ext4 -L "$name" -d "$image.root" "$image.partial/$name.img" 3G
  done
  rm -rf "$image.root"
  touch "$image.partial/complete"
  mv "$image.partial" "$image"
}

# What makes a system tree this one machine. May be applied to a tree that held another machine before.
fill_image() {
  local root=$1 name=$2 number=${2#nas} user
  rm -f "$root"/etc/ssh/ssh_host_*
  cp -r "$NAS_DIR/overlay/." "$root/"
  cp -a "$IDENTITY_DIR/$name/etc/ssh/." "$root/etc/ssh/"
  chmod 755 "$root/usr/local/sbin/"*
  chmod 440 "$root/etc/sudoers.d/"*
  rm -f "$root/usr/sbin/policy-rc.d" "$root/etc/resolv.conf"
  sed -i "s/@STORAGE_ADDRESS@/10.77.0.1$number/" "$root/etc/systemd/network/20-storage.network"
  printf '%s\n' "$name" >"$root/etc/hostname"
  printf '127.0.0.1 localhost\n127.0.1.1 %s\n10.77.0.11 nas1.lab\n10.77.0.12 nas2.lab\n' "$name" >"$root/etc/hosts"
  printf '%s\n' "$name" | md5sum | cut -c1-32 >"$root/etc/machine-id"
  # Four bytes, the lowest first: 0a770001 and 0a770002.
  printf '%b' "\\x0$number\\x00\\x77\\x0a" >"$root/etc/hostid"
  : >"$root/etc/fstab"
  for user in root guard guardsudo noisy; do add_user "$root" "$user"; done
  printf 'echo "Welcome to %s. All activity is logged."\nsh -c "echo noisy profile, on stderr >&2"\n' "$name" >"$root/home/noisy/.cshrc"
  chroot "$root" systemctl -q enable systemd-networkd ssh nfs-server rsync lab-storage
  chroot "$root" systemctl -q mask zfs-import-cache zfs-import-scan zfs-mount zfs-share zfs-volume-wait zfs-zed zfs-load-module \
    systemd-networkd-wait-online apt-daily.timer apt-daily-upgrade.timer sanoid.timer e2scrub_all.timer fstrim.timer \
    logrotate.timer dpkg-db-backup.timer systemd-tmpfiles-clean.timer rtslib-fb-targetctl getty@tty1 serial-getty@ttyS0
}

add_user() {
  local root=$1 user=$2 shell=/bin/bash home=/home/$2
  case $user in
    root) home=/root ;;
    noisy) shell=/usr/bin/tcsh ;;
  esac
  chroot "$root" id "$user" >/dev/null 2>&1 || chroot "$root" useradd -m -s "$shell" -p '*' "$user"
  install -d -m 700 "$root$home/.ssh"
  install -m 600 "$IDENTITY_DIR/key.pub" "$root$home/.ssh/authorized_keys"
  chroot "$root" chown -R "$user:" "$home/.ssh"
}
