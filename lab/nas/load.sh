# Loads all parts of the lab. Sourced, never run.
# shellcheck shell=bash
# shellcheck source=common.sh
. "$LAB_DIR/nas/common.sh"
# shellcheck source=host.sh
. "$LAB_DIR/nas/host.sh"
# shellcheck source=image.sh
. "$LAB_DIR/nas/image.sh"
# shellcheck source=machine.sh
. "$LAB_DIR/nas/machine.sh"
# shellcheck source=saved.sh
. "$LAB_DIR/nas/saved.sh"
# shellcheck source=prune.sh
. "$LAB_DIR/nas/prune.sh"
# shellcheck source=vcenter.sh
. "$LAB_DIR/nas/vcenter.sh"

name_images
