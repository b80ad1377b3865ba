# Saved machine states: each machine is booted once, made ready for tests and frozen, so that later it is there
# within seconds. Sourced, never run.
# shellcheck shell=bash

# A saved state fits one QEMU, one command line and one image only.
saved_dir() {
  local name=$1
  printf '%s/saved-%s-%s\n' "$IMAGE_CACHE" "$name" \
    "$(fingerprint "$NAS_DIR/guest" "$IMAGE_DIR" "$(qemu-system-x86_64 --version | head -n 1)" "$(qemu_arguments "$name" image)")"
}

build_saved_states() {
  local name missing=()
  for name in "${MACHINES[@]}"; do
    [[ -f $(saved_dir "$name")/complete ]] || missing+=("$name")
  done
  ((${#missing[@]} == 0)) || with_lock "$IMAGE_CACHE/saved.lock" "the saved machine states" build_saved_locked "${missing[@]}"
}

build_saved_locked() {
  mkdir -p "$IMAGE_CACHE"
  stage 1 1 "booting $* once and saving the state" "$IMAGE_CACHE/saved.log" bash -euo pipefail -c '
    LAB_DIR=$1; shift; . "$LAB_DIR/nas/load.sh"; save_states "$@"' lab "$LAB_DIR" "$@"
  with_lock "$IMAGE_CACHE/image.lock" "the machine images" prune_locked
}

# Both at once: there are two cores, and booting is one core's work.
save_states() {
  local name status=0 pids=()
  for name in "$@"; do
    save_state "$name" &
    pids+=($!)
  done
  for name in "${pids[@]}"; do wait "$name" || status=1; done
  return "$status"
}

save_state() {
  local name=$1 saved dir
  saved=$(saved_dir "$name")
  [[ -f $saved/complete ]] && return
  # The boot gets a lab state of its own, inside the cache, and leaves nothing of it but the disks.
  LAB_STATE_DIR=$saved.partial
  stop_qemu "$name"
  rm -rf "$LAB_STATE_DIR"
  prepare_dir "$name"
  dir=$(machine_dir "$name")
  # shellcheck disable=SC2064 # the values of now are meant
  trap "stop_qemu $name" EXIT
  trap 'exit 1' INT TERM HUP
  qemu-img create -q -f qcow2 -F raw -b "$IMAGE_DIR/$name.img" "$dir/root.qcow2"
  qemu-img create -q -f qcow2 "$dir/tank.qcow2" 16G
  qemu-img create -q -f qcow2 "$dir/pond.qcow2" 4G
  run_qemu "$name" || { cat "$dir/start.log"; return 1; }
  echo "$name: booting"
  when_reachable "$name" 600 true
  echo "$name: making pools, users' rights and exports"
  machine_ssh "$name" sh -s "$name" <"$NAS_DIR/guest/provision.sh"
  echo "$name: saving the state"
  monitor "$name" savevm ready
  monitor "$name" info snapshots | grep -q ready
  stop_qemu "$name"
  mkdir "$saved.new"
  mv "$dir"/*.qcow2 "$saved.new/"
  touch "$saved.new/complete"
  rm -rf "$saved" "$saved.partial"
  mv "$saved.new" "$saved"
}
