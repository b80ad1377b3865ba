# Removes what recipes of the past left in the cache, gigabytes each. Sourced, never run.
# shellcheck shell=bash

KEPT_RECIPES=2

# Nothing is built meanwhile.
prune_cache() {
  with_lock "$IMAGE_CACHE/saved.lock" "the saved machine states" \
    with_lock "$IMAGE_CACHE/image.lock" "the machine images" prune_locked
}

# Saved states first: an image stays as long as one of them lies on it.
prune_locked() {
  local name
  for name in "${MACHINES[@]}"; do prune_family "$IMAGE_CACHE" "saved-$name"; done
  prune_family "$IMAGE_CACHE" image
  prune_family "$IMAGE_CACHE" tree
  prune_family "$IMAGE_CACHE/vcenter" vcenter
}

# The newest stay, and what is in use.
prune_family() {
  local folder=$1 family=$2 entry number=0
  while IFS= read -r entry; do
    [[ ${entry##*/} =~ ^$family-[0-9a-f]{16}$ ]] || continue
    if ((++number <= KEPT_RECIPES)) || in_use "$entry"; then continue; fi
    say "removing $entry, which nothing uses any more"
    rm -rf -- "$entry"
  done < <(find "$folder" -mindepth 1 -maxdepth 1 -name "$family-*" -printf '%T@ %p\n' 2>/dev/null | sort -rn | cut -d' ' -f2-)
}

# Of this checkout, open in a process, noted by a machine that is switched off, or below one of its disks.
in_use() {
  local entry=$1 name disk
  [[ $entry != "$TREE_DIR" && $entry != "$IMAGE_DIR" ]] || return 0
  for name in "${MACHINES[@]}"; do [[ $entry != "$(saved_dir "$name")" ]] || return 0; done
  [[ -z $(find /proc/[0-9]*/fd /proc/[0-9]*/exe -maxdepth 1 \( -lname "$entry" -o -lname "$entry/*" \) -print -quit 2>/dev/null) ]] || return 0
  ! grep -qsxF "$entry" "$CACHE_DIR"/run/*/*/made-from "$LAB_STATE_DIR"/*/made-from || return 0
  for disk in "$IMAGE_CACHE"/saved-*/root.qcow2 "$CACHE_DIR"/run/*/*/root.qcow2 "$LAB_STATE_DIR"/*/root.qcow2; do
    [[ ! -f $disk ]] || ! head -c 4096 "$disk" | grep -aqF "$entry/" || return 0
  done
  return 1
}
