#!/bin/sh
# Runs inside the new system (chroot) with one word that names the part to install. Every part may be run again
# after an interruption: dpkg finishes what was left half-configured and apt skips what is there.
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C

install() { apt-get -q -y --no-install-recommends -o DPkg::Options::=--force-unsafe-io install "$@"; }

dpkg --force-unsafe-io --configure -a

case $1 in
  kernel)
    mkdir -p /etc/initramfs-tools/conf.d
    # A small initrd: the lab's disks are all virtio, and an emulated CPU takes long to unpack a big one.
    printf 'MODULES=list\nCOMPRESS=lz4\n' >/etc/initramfs-tools/conf.d/lab
    apt-get -q update
    install initramfs-tools lz4 kmod udev
    printf '%s\n' virtio_pci virtio_blk virtio_rng ext4 >>/etc/initramfs-tools/modules
    install linux-image-cloud-amd64 linux-headers-cloud-amd64
    ;;
  zfs)
    # Before sanoid: together with it apt would choose zfs-fuse, which conflicts and is far too old.
    install zfs-dkms zfsutils-linux
    release=$(ls /lib/modules)
    make -s -C "/lib/modules/$release/build" M=/root/recipe/reseed modules
    cp /root/recipe/reseed/lab_reseed.ko "/lib/modules/$release/updates/"
    depmod "$release"
    ;;
  tools)
    install openssh-server sudo tcsh iproute2 systemd-sysv dbus procps ca-certificates netbase \
      lz4 pigz plzip zstd mbuffer pv rsync sanoid nfs-kernel-server nfs-common targetcli-fb
    ;;
  slim)
    # Only files go: purging the packages would take the compiled zfs modules along.
    rm -rf /usr/src/* /var/lib/dkms /usr/lib/gcc /usr/libexec/gcc /usr/lib/x86_64-linux-gnu/*.a \
      /usr/share/doc/* /usr/share/man/* /usr/share/locale/* \
      /var/cache/apt/archives/*.deb /var/cache/apt/*.bin /var/lib/apt/lists/*
    find /lib/modules -name 'zfs.ko*' | grep -q . || { echo 'no zfs module was built' >&2; exit 1; }
    rm -rf /etc/apt/apt.conf.d/90lab-host /root/recipe
    depmod "$(ls /lib/modules)"
    ;;
  *)
    echo "unknown part $1" >&2
    exit 2
    ;;
esac
