#!/bin/sh
# Runs once as root in a freshly booted machine, before its state is saved: makes the pools and what every test needs.
# usage: provision.sh nas1|nas2
set -eu

zpool create -f -o ashift=12 -O compression=lz4 -O atime=off -O xattr=sa tank /dev/disk/by-id/virtio-tank
zpool create -f -o ashift=12 -O compression=lz4 -O atime=off -O xattr=sa pond /dev/disk/by-id/virtio-pond
zfs create tank/rsync

if [ "$1" = nas1 ]; then
  exported='rw,insecure,no_root_squash,no_subtree_check,async'
  zfs create -o sharenfs="$exported" tank/vm
  zfs create tank/vm/app1
  zfs create -o sharenfs="$exported" tank/nfs41
  zfs create -s -V 256M tank/lun1
  zfs create -s -V 256M tank/lun2
else
  zfs create tank/backup
fi

# As on nearly every NAS in use (TrueNAS writes one on each dataset): user properties. As long as a dataset never had one, its
# few properties fit into their block pointer, and OpenZFS unpacks that anew for each look-up by all that is below: without
# them lists took twice as long and receives a quarter longer.
zfs list -H -o name -t filesystem | while read -r dataset; do zfs set "lab:machine=$1" "$dataset"; done

# What a sender and a receiver without root need; on Linux mounting itself stays with root, hence `zfs recv -u`.
rights=send,receive,create,destroy,mount,snapshot,hold,release,bookmark,rollback,rename,clone,promote,userprop
rights=$rights,readonly,canmount,mountpoint,compression,recordsize,volsize,refreservation,reservation,quota,refquota,atime,sharenfs,encryption,keyformat,keylocation,load-key,change-key
for user in guard noisy; do
  zfs allow -u "$user" "$rights" tank
  zfs allow -u "$user" "$rights" pond
done

systemctl start lab-storage
systemctl is-system-running --wait || true
systemctl --failed --no-legend
sync
zpool sync
# Less to save and to wake.
echo 3 >/proc/sys/vm/drop_caches
