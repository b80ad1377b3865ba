# The commands a person or a test gives to the lab. Sourced, never run.
# shellcheck shell=bash

# Further labs of one checkout, for tests side by side; 1 is the one that people use.
LAB_NUMBER=${LAB_NUMBER:-1}
LAB_STATE_DIR=${DATASTORE_GUARD_LAB:-$CACHE_DIR/run/$(printf '%s' "$(dirname "$LAB_DIR")" | sha256sum | cut -c1-12)}
((LAB_NUMBER == 1)) || LAB_STATE_DIR+=-$LAB_NUMBER

usage() {
  cat <<'TEXT'
usage: lab/lab COMMAND

  up                        start the lab, or what is missing of it; builds and caches what it needs
  down                      end all its processes; what was on its disks and in its vCenter is gone
  status                    what runs, and where
  env                       shell variables for tests: eval "$(lab/lab env)"
  ssh NAS COMMAND...        run a command as root on nas1 or nas2 (USER@nas1 for guard, guardsudo or noisy)
  reset NAS                 put a machine back to its first state (about 3 s)
  power NAS on|off          pull the plug, or boot from the disks as they were left
  link NAS cut|restore      pull the network cable, or put it back
  log NAS                   a machine's console
  prune                     delete images and saved states of old recipes: all but the newest two and what is in use
  esxi-write PATH SIZE      write SIZE (such as 20M) of random data at the start of the file PATH on the datastore
                            vm-nfs, over NFS as an ESXi host would

variables: DATASTORE_GUARD_CACHE (images), DATASTORE_GUARD_LAB (this lab's running state; one folder per lab), LAB_NUMBER (2
           to 9 for further labs of this checkout; 'down' of the first ends them too)
TEXT
}

require_machine() {
  local name
  for name in "${MACHINES[@]}"; do [[ $name == "${1:-}" ]] && return; done
  die "'${1:-}' is no machine of the lab; there are: ${MACHINES[*]}"
}

require_running() {
  require_machine "$1"
  is_ready "$1" || die "$1 does not run; start it with: lab/lab up"
}

exclusively() { with_lock "$LAB_STATE_DIR/lock" "this lab ($LAB_STATE_DIR)" "$@"; }

lab_up() {
  [[ $LAB_STATE_DIR != *[,[:space:]]* ]] || die "the lab's state folder '$LAB_STATE_DIR' has a comma or a space in its name; set DATASTORE_GUARD_LAB"
  install_packages
  local vcenter_job='' vcenter_binary
  vcenter_binary=$(mktemp)
  if has_vcenter; then
    build_vcenter "$vcenter_binary" &
    vcenter_job=$!
  fi
  ensure_identity
  name_images
  build_images
  build_saved_states
  [[ -z $vcenter_job ]] || wait "$vcenter_job" || die "the vCenter simulator could not be built"
  mkdir -p "$LAB_STATE_DIR"
  chmod 700 "$LAB_STATE_DIR"
  exclusively up_locked "$(tail -n 1 "$vcenter_binary")"
  rm -f "$vcenter_binary"
}

# usage: up_locked VCENTER_BINARY      (empty without a simulator)
up_locked() {
  local name job jobs=() status=0
  install -m 600 "$IDENTITY_DIR/key" "$LAB_STATE_DIR/key"
  is_up || say "starting ${MACHINES[*]}${1:+ and the vCenter}"
  for name in "${MACHINES[@]}"; do
    ensure_machine "$name" &
    jobs+=($!)
  done
  if [[ -n $1 ]]; then
    start_vcenter "$1" &
    jobs+=($!)
  fi
  # shellcheck disable=SC2064 # the processes of now are meant
  trap "kill ${jobs[*]} 2>/dev/null; exit 130" INT TERM HUP
  for job in "${jobs[@]}"; do wait "$job" || status=1; done
  trap - INT TERM HUP
  ((status == 0)) || die "not everything came up"
  say "up after $(elapsed)"
  lab_status
}

is_up() {
  local name
  for name in "${MACHINES[@]}"; do is_ready "$name" || return 1; done
}

# The first lab takes the further ones with it: whoever started them may have died.
lab_down() {
  local number
  if ((LAB_NUMBER == 1)); then
    for number in {2..9}; do
      [[ ! -d $LAB_STATE_DIR-$number ]] || LAB_NUMBER=$number "$LAB_DIR/lab" down
    done
  fi
  [[ -d $LAB_STATE_DIR ]] || return 0
  exclusively down_locked
}

down_locked() {
  local name
  "$LAB_DIR/shell/run" stop
  stop_vcenter &
  for name in "${MACHINES[@]}"; do stop_qemu "$name" & done
  wait
  for name in "${MACHINES[@]}"; do
    rm -f "$(machine_dir "$name")"/{*.qcow2,made-from,was-ready,*.sock,*.log}
  done
  rm -rf "$LAB_STATE_DIR/vcenter"
  say "down"
}

lab_status() {
  local name dir
  for name in "${MACHINES[@]}"; do
    dir=$(machine_dir "$name")
    if is_ready "$name"; then
      printf '%s  running   ssh 127.0.0.1:%s  nfs %s  rsync %s   get in: lab/lab ssh %s\n' "$name" \
        "$(port_of "$name" ssh)" "$(port_of "$name" nfs)" "$(port_of "$name" rsync)" "$name"
    elif is_running "$name"; then
      printf '%s  starting\n' "$name"
    elif [[ -f $dir/was-ready ]]; then
      printf '%s  off       its disks are kept: lab/lab power %s on\n' "$name" "$name"
    else
      printf '%s  not there start it: lab/lab up\n' "$name"
    fi
  done
  if vcenter_pid >/dev/null; then
    printf 'vcenter  running  %s  user %s  password %s\n' "$(vcenter_variable LAB_VCENTER_URL)" \
      "$(vcenter_variable LAB_VCENTER_USER)" "$(vcenter_variable LAB_VCENTER_PASSWORD)"
  elif has_vcenter; then
    printf 'vcenter  off      start it: lab/lab up\n'
  fi
}

vcenter_variable() { sed -n "s/^$1=//p" "$LAB_STATE_DIR/vcenter/vcenter.env" 2>/dev/null; }

lab_env() {
  local name upper
  for name in "${MACHINES[@]}"; do [[ -f $(machine_dir "$name")/was-ready ]] || die "the lab is not up; start it with: lab/lab up"; done
  variable LAB_STATE_DIR "$LAB_STATE_DIR"
  variable LAB_SSH_KEY "$LAB_STATE_DIR/key"
  for name in "${MACHINES[@]}"; do
    upper=LAB_${name^^}
    variable "${upper}_HOST" 127.0.0.1
    variable "${upper}_PORT" "$(port_of "$name" ssh)"
    variable "${upper}_HOST_KEY" "$(host_key "$name")"
    variable "${upper}_PEER_HOST" 10.0.2.2
    variable "${upper}_PEER_PORT" "$(port_of "$name" ssh)"
    variable "${upper}_STORAGE_ADDRESS" "10.77.0.1${name#nas}"
    variable "${upper}_NFS_PORT" "$(port_of "$name" nfs)"
    variable "${upper}_RSYNC_PORT" "$(port_of "$name" rsync)"
  done
  variable LAB_NAS1_NAA_LUN1 "naa.$(naa_of lun1)"
  variable LAB_NAS1_NAA_LUN2 "naa.$(naa_of lun2)"
  if has_vcenter; then
    for name in URL USER PASSWORD VIEWER_USER VIEWER_PASSWORD FINGERPRINT CONTROL GUID; do variable "LAB_VCENTER_$name" "$(vcenter_variable "LAB_VCENTER_$name")"; done
  fi
}

variable() { printf 'export %s=%q\n' "$1" "$2"; }

# As the kernel's LIO makes it: its prefix and the first 25 hex digits of the extent's serial.
naa_of() { sed -n "s/^ *extent [0-9] $1 \([0-9a-f-]*\)\$/\1/p" "$NAS_DIR/overlay/usr/local/sbin/lab-storage" | tr -d - | sed 's/^\(.\{25\}\).*/6001405\1/'; }

lab_ssh() {
  require_running "${1#*@}"
  machine_ssh "$@"
}

lab_log() {
  require_machine "${1:-}"
  cat "$(machine_dir "$1")/console.log"
}

lab_reset() {
  require_machine "${1:-}"
  [[ -f $(machine_dir "$1")/was-ready ]] || die "the lab is not up; start it with: lab/lab up"
  exclusively start_saved "$1"
}

lab_power() {
  require_machine "${1:-}"
  [[ -f $(machine_dir "$1")/was-ready ]] || die "the lab is not up; start it with: lab/lab up"
  case ${2:-} in
    off) exclusively stop_qemu "$1" ;;
    on) is_ready "$1" || exclusively start_kept "$1" ;;
    *) die "say 'on' or 'off', not '${2:-}'" ;;
  esac
}

lab_link() {
  require_running "${1:-}"
  case ${2:-} in
    cut) monitor "$1" set_link lan off ;;
    restore) monitor "$1" set_link lan on ;;
    *) die "say 'cut' or 'restore', not '${2:-}'" ;;
  esac
}

lab_prune() { prune_cache; }

# nas2 plays the ESXi host. It mounts for the one write only: a mount that stays would hang when nas1 is switched off.
lab_esxi_write() {
  local path=${1:-} size=${2:-}
  [[ $path =~ ^[A-Za-z0-9_][A-Za-z0-9_./-]*$ && $path != *..* ]] ||
    die "PATH is a relative path of letters, digits and _ . / - without .., not '$path'"
  [[ $size =~ ^[1-9][0-9]*[KMG]?$ ]] || die "SIZE is a number with or without K, M or G, not '$size'"
  require_running nas1
  require_running nas2
  machine_ssh nas2 sh -s "$(port_of nas1 nfs)" "$path" "$size" <"$NAS_DIR/esxi-write.sh"
}
