# Runs NAS machines: one QEMU process each, started from a saved state or booted from kept disks.
# Sourced, never run.
# shellcheck shell=bash
#
# A machine's folder in the lab's state holds its disks, ports, control socket and process id; `ready` appears in it
# when the machine has answered and goes when it is stopped, so an interrupted start is never taken for a good one.

DISKS=(root tank pond)
MEMORY_MB=1536

machine_dir() { printf '%s/%s\n' "$LAB_STATE_DIR" "$1"; }

# The part of the command line that a saved state depends on. Runs in the machine's folder: socket paths are short
# there, and Unix allows no more than 107 characters.
# Without erms and fsrm the guest moves and clears memory by words: QEMU takes "rep movsb" literally, byte by byte. One
# processor each: on two cores, machines with two take longer for everything.
qemu_arguments() {
  local name=$1 image=$2 disk
  printf '%s\n' -nodefaults -no-user-config -display none -machine pc -accel tcg,thread=multi -cpu max,erms=off,fsrm=off -smp 1 -m "$MEMORY_MB" \
    -name "$name" -kernel "$image/vmlinuz" -initrd "$image/initrd" \
    -append 'root=/dev/vda rw console=ttyS0 net.ifnames=0 quiet mitigations=off init_on_alloc=0' \
    -rtc base=utc -device virtio-rng-pci -device vmgenid,guid=auto \
    -serial file:console.log -qmp unix:monitor.sock,server=on,wait=off -D qemu.log
  for disk in "${DISKS[@]}"; do
    printf '%s\n' -drive "file=$disk.qcow2,if=none,id=$disk,format=qcow2,cache=unsafe,discard=unmap,detect-zeroes=unmap" \
      -device "virtio-blk-pci,drive=$disk,serial=$disk"
  done
  printf '%s\n' -device "virtio-net-pci,netdev=lan,mac=52:54:00:77:00:0${name#nas}"
}

forwardings() {
  local ssh nfs rsync
  # shellcheck disable=SC1091
  . ./ports
  printf 'user,id=lan,hostfwd=tcp:127.0.0.1:%s-:22,hostfwd=tcp:127.0.0.1:%s-:2049,hostfwd=tcp:127.0.0.1:%s-:873\n' "$ssh" "$nfs" "$rsync"
}

# Below the range that the kernel hands out, so a machine that is switched off for a while finds its ports free again.
choose_ports() {
  local base
  while base=$((10000 + (RANDOM * 32768 + RANDOM) % 2200 * 10)); do
    port_is_free "$base" && port_is_free $((base + 1)) && port_is_free $((base + 2)) && break
  done
  printf 'ssh=%d\nnfs=%d\nrsync=%d\n' "$base" $((base + 1)) $((base + 2)) >ports
}

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

port_of() { sed -n "s/^$2=//p" "$(machine_dir "$1")/ports" 2>/dev/null; }

# A process id is only believed when that process was started for this very folder.
machine_pid() {
  local file pid
  file=$(machine_dir "$1")/qemu.pid
  pid=$(cat "$file" 2>/dev/null) && [[ -n $pid ]] || return 1
  tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qxF -- "$file" && printf '%s\n' "$pid"
}

is_running() { machine_pid "$1" >/dev/null 2>&1; }

is_ready() { is_running "$1" && [[ -f $(machine_dir "$1")/ready ]]; }

# Starts QEMU in the machine's folder and returns once it runs; it keeps no file of the caller open.
# usage: run_qemu NAME [QEMU ARGUMENT...]
run_qemu() (
  local name=$1 arguments
  shift
  cd "$(machine_dir "$name")" || return
  mapfile -t arguments < <(qemu_arguments "$name" image)
  rm -f ready monitor.sock qemu.pid
  exec qemu-system-x86_64 "${arguments[@]}" -netdev "$(forwardings)" "$@" \
    -daemonize -pidfile "$PWD/qemu.pid" 8>&- 9>&- </dev/null >start.log 2>&1
)

# Like pulling the plug: whatever the guest had not written to its disks is lost.
stop_qemu() {
  local name=$1 pid
  rm -f "$(machine_dir "$name")/ready"
  pid=$(machine_pid "$name") || return 0
  kill -KILL "$pid" 2>/dev/null || true
  while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
  rm -f "$(machine_dir "$name")/qemu.pid"
}

monitor() (
  cd "$(machine_dir "$1")" || return
  shift
  "$NAS_DIR/monitor" monitor.sock "$@"
)

# usage: machine_ssh [USER@]NAME COMMAND...      the user is root when none is given
machine_ssh() {
  local name=${1#*@} user=root
  if [[ $1 == *@* ]]; then user=${1%%@*}; fi
  shift
  ssh -F none -i "$IDENTITY_DIR/key" -p "$(port_of "$name" ssh)" -o "UserKnownHostsFile=$(machine_dir "$name")/known_hosts" \
    -o GlobalKnownHostsFile=none -o "HostKeyAlias=$name" -o StrictHostKeyChecking=yes -o BatchMode=yes -o IdentitiesOnly=yes \
    -o ConnectTimeout=10 -o LogLevel=ERROR -o HostName=127.0.0.1 -l "$user" "$name" "$@"
}

# Runs a command as soon as the machine lets us in. Only ssh's own failure (255) is tried again.
# usage: when_reachable NAME SECONDS COMMAND...
when_reachable() {
  local name=$1 until=$((SECONDS + $2)) status
  shift 2
  while :; do
    status=0
    machine_ssh "$name" "$@" </dev/null 2>>"$(machine_dir "$name")/start.log" || status=$?
    ((status == 255)) || return "$status"
    is_running "$name" || { say "$name: QEMU ended; $(tail -n 3 "$(machine_dir "$name")/start.log" | tr '\n' ' ')"; return 1; }
    ((SECONDS < until)) || { say "$name: no answer over ssh; its console is in $(machine_dir "$name")/console.log"; return 1; }
    sleep 0.2
  done
}

prepare_dir() {
  local dir
  dir=$(machine_dir "$1")
  mkdir -p "$dir"
  [[ -f $dir/ports ]] || (cd "$dir" && choose_ports)
  # Kept disks go on being booted with the kernel that they were made with.
  ln -sfn "$IMAGE_DIR" "$dir/image"
  printf '%s %s\n' "$1" "$(host_key "$1")" >"$dir/known_hosts"
}

# Puts the saved state's disks in place and wakes the machine. Everything that was on it before is gone.
# usage: start_saved NAME
start_saved() {
  local name=$1 attempt dir
  dir=$(machine_dir "$name")
  stop_qemu "$name"
  prepare_dir "$name"
  for attempt in 1 2 3; do
    cp --reflink=auto --sparse=always "$(saved_dir "$name")"/*.qcow2 "$dir/"
    run_qemu "$name" -loadvm ready && break
    ((attempt < 3)) || die "$name does not start: $(tail -n 3 "$dir/start.log")"
    # Most likely somebody took a port; others are as good.
    (cd "$dir" && choose_ports)
  done
  printf '%s\n' "$(saved_dir "$name")" >"$dir/made-from"
  # It wakes at the hour of saving, and with a generator of guids that must have been given a new seed.
  when_reachable "$name" 180 "date -s @$(date +%s.%N) >/dev/null && test \$(cat /sys/module/lab_reseed/parameters/wakings) -gt 0" ||
    die "$name was woken but is not right; see $dir/start.log"
  touch "$dir/ready"
}

# Boots the machine from the disks that it was switched off with.
# usage: start_kept NAME
start_kept() {
  local name=$1 dir
  dir=$(machine_dir "$name")
  # One whose boot did not come to its end still runs, on the same disks.
  stop_qemu "$name"
  run_qemu "$name" || die "$name does not start: $(tail -n 3 "$dir/start.log")"
  # Waits for it, and tries once more where devices came late on a busy computer, or where udev gave up on volumes that
  # appeared many at once ("Unknown error 512") and has to be told of them again.
  when_reachable "$name" 600 "systemctl start lab-storage || { udevadm trigger --action=add --subsystem-match=block --settle; systemctl start lab-storage; }" || die "$name was booted but its pools did not come up"
  touch "$dir/ready"
}

# usage: ensure_machine NAME
ensure_machine() {
  local name=$1 dir
  dir=$(machine_dir "$name")
  if is_ready "$name"; then
    [[ $(cat "$dir/made-from") == "$(saved_dir "$name")" ]] ||
      say "$name runs from another recipe than this checkout's; for a fresh one: lab/lab down, then up"
    return
  elif [[ -f $dir/was-ready ]]; then
    say "$name is off; booting it from its kept disks"
    stop_qemu "$name"
    start_kept "$name"
    return
  fi
  start_saved "$name"
  touch "$dir/was-ready"
}
