# shellcheck shell=bash disable=SC2034
# Shared by every part of the lab: where things are kept, how progress is told, how errors end a command.
# Sourced, never run.

NAS_DIR=$LAB_DIR/nas
CACHE_DIR=${DATASTORE_GUARD_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/datastore-guard}
IMAGE_CACHE=$CACHE_DIR/lab
LAB_STARTED=$(date +%s)

say() { printf 'lab: %s\n' "$*" >&2; }

die() {
  printf 'lab: error: %s\n' "$*" >&2
  exit 1
}

elapsed() { printf '%dm%02ds' $((($(date +%s) - LAB_STARTED) / 60)) $((($(date +%s) - LAB_STARTED) % 60)); }

# One name for a set of files and words, whatever folder the checkout lies in.
# usage: fingerprint FOLDER WORD... reads the folder's files in a fixed order.
fingerprint() {
  local folder=$1
  shift
  {
    printf '%s\n' "$@"
    (cd "$folder" && find . -type f | LC_ALL=C sort | xargs -r sha256sum)
  } | sha256sum | cut -c1-16
}

# Waits for another `lab up` that works on the same thing rather than doing the work twice or half.
# usage: with_lock FILE WHAT COMMAND...
with_lock() {
  local file=$1 what=$2
  shift 2
  mkdir -p "$(dirname "$file")"
  (
    if ! flock -n 8; then
      say "another lab command is busy with $what; waiting for it"
      flock 8
    fi
    "$@"
  ) 8>"$file"
}

# Runs one long stage with a live line (terminal) or a line every 20 s (log), its output kept in a file.
# The stage gets its own process group: background jobs of a script ignore Ctrl-C, so it is ended by hand.
# usage: stage N M TITLE LOG COMMAND...
stage() {
  local number=$1 total=$2 title=$3 log=$4
  shift 4
  local begun pid seconds status=0 last=0
  begun=$(date +%s)
  say "[$number/$total $(elapsed)] $title"
  setsid "$@" >>"$log" 2>&1 8>&- 9>&- </dev/null &
  pid=$!
  # shellcheck disable=SC2064 # the pid of now is meant
  trap "kill -TERM -- -$pid 2>/dev/null; wait $pid 2>/dev/null || true; printf '\n' >&2; die 'interrupted in \"$title\"; run the same command again to go on from here'" INT TERM HUP
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.5
    seconds=$(($(date +%s) - begun))
    if [[ -t 2 ]]; then
      printf '\r\033[K     %4ds  %.100s' "$seconds" "$(last_line "$log")" >&2
    elif ((seconds - last >= 20)); then
      last=$seconds
      printf '     %4ds  %.120s\n' "$seconds" "$(last_line "$log")" >&2
    fi
  done
  wait "$pid" || status=$?
  trap - INT TERM HUP
  if [[ -t 2 ]]; then printf '\r\033[K' >&2; fi
  ((status == 0)) && return
  tail -n 20 "$log" >&2
  die "\"$title\" failed with status $status; the whole output is in $log"
}

last_line() { tail -c 400 "$1" 2>/dev/null | tr '\r' '\n' | tr -cd '[:print:]\n' | grep -v '^ *$' | tail -n 1; }
