#!/bin/sh
# Runs on nas2: writes to a virtual disk on nas1's export as an ESXi host would, in place and with a sync at the end.
# usage: esxi-write.sh NFS_PORT PATH SIZE
set -eu

at=$(mktemp -d)
mount -t nfs4 -o "vers=4.1,proto=tcp,port=$1,soft,timeo=100,retrans=2" 10.0.2.2:/tank/vm "$at"
trap 'umount "$at" || umount -l "$at"; rmdir "$at"' EXIT
mkdir -p "$at/$(dirname "$2")"
head -c "$3" /dev/urandom | dd of="$at/$2" bs=1M iflag=fullblock conv=notrunc,fsync status=none
echo "$3 written to $2 over NFS"
