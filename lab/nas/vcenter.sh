# Builds, starts and ends the vCenter simulator (lab/vcenter) as part of the lab, and tells it what its datastores are.
# shellcheck shell=bash
# Sourced, never run.

VCENTER_DIR=$LAB_DIR/vcenter

has_vcenter() { [[ -x $VCENTER_DIR/build && -x $VCENTER_DIR/start ]]; }

# Runs beside the making of the images; its last line of output, the binary's path, goes to a file.
# usage: build_vcenter RESULT_FILE
build_vcenter() { "$VCENTER_DIR/build" "$IMAGE_CACHE/vcenter" >"$1" 8>&- 9>&-; }

# usage: start_vcenter BINARY
start_vcenter() {
  vcenter_config >"$LAB_STATE_DIR/vcenter.json.new"
  mv "$LAB_STATE_DIR/vcenter.json.new" "$LAB_STATE_DIR/vcenter.json"
  "$VCENTER_DIR/start" "$1" "$LAB_STATE_DIR/vcenter" "$LAB_STATE_DIR/vcenter.json" 8>&- 9>&- </dev/null >/dev/null
}

vcenter_pid() {
  local pid
  pid=$(cat "$LAB_STATE_DIR/vcenter/vcenter.pid" 2>/dev/null) && [[ -n $pid ]] || return 1
  tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -- "$LAB_STATE_DIR/vcenter" && printf '%s\n' "$pid"
}

stop_vcenter() {
  local pid tries=0
  pid=$(vcenter_pid) || return 0
  kill "$pid" 2>/dev/null || true
  while kill -0 "$pid" 2>/dev/null; do
    ((++tries < 100)) || kill -KILL "$pid" 2>/dev/null || true
    sleep 0.05
  done
}

# Datastores on nas1's real exports and extents, and some that this product cannot protect and must say why.
vcenter_config() {
  cat <<JSON
{"datastores": [
  {"name": "vm-nfs", "type": "NFS", "remoteHost": "10.77.0.11", "remotePath": "/tank/vm", "vms": ["web01", "db01"]},
  {"name": "app1-nfs", "type": "NFS", "remoteHost": "nas1.lab", "remotePath": "/tank/vm/app1", "vms": ["app1"]},
  {"name": "vm-nfs41", "type": "NFS41", "remoteHostNames": ["10.77.0.11"], "remotePath": "/tank/nfs41", "vms": ["mail01"]},
  {"name": "vm-iscsi", "type": "VMFS", "extents": ["naa.$(naa_of lun1)"], "vms": ["erp01"]},
  {"name": "vm-iscsi-2", "type": "VMFS", "extents": ["naa.$(naa_of lun2)"]},
  {"name": "other-nas", "type": "NFS", "remoteHost": "192.0.2.10", "remotePath": "/volume1/vm"},
  {"name": "local1", "type": "VMFS", "local": true},
  {"name": "vsan", "type": "VSAN"},
  {"name": "vvol", "type": "VVOL"}
]}
JSON
}
