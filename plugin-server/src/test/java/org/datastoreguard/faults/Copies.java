package org.datastoreguard.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.datastoreguard.lab.Machine;
import org.datastoreguard.zfs.DatasetName;

/** Compares source and target by what the machines say over plain ssh: guids, and digests of what can be read there. */
record Copies(Machine from, DatasetName source, Machine to, DatasetName target) {
    /** Received datasets are not mounted, so the newest snapshot is mounted aside; a volume is read as a device. */
    private static final String DIGESTS = """
            udevadm settle
            zfs list -H -o name,type -r '%1$s' | while IFS="$(printf '\\t')" read -r ds type; do
              newest=$(zfs list -Hp -d 1 -t snapshot -o name -s createtxg "$ds" </dev/null | tail -n 1)
              printf '%%s\\n' "${ds#'%1$s'}${newest#"$ds"}"
              if [ "$type" = volume ]; then
                sha256sum <"/dev/zvol/$ds" || exit 1
              else
                d=$(mktemp -d) && mount -t zfs -o ro "$newest" $d </dev/null || exit 1
                (cd $d && find . -type f | sort | xargs -r sha256sum) </dev/null
                umount $d && rmdir $d
              fi
            done
            """;

    void assertEqual() {
        assertThat(to.snapshots(target)).isNotEmpty().isEqualTo(from.snapshots(source));
        assertThat(digests(to, target))
                .as("what a reader of the copy gets")
                .matches("(?s).*[0-9a-f]{64}.*")
                .isEqualTo(digests(from, source));
        assertThat(from.shell(holds(source)) + to.shell(holds(target)))
                .as("holds left behind")
                .isEmpty();
        assertThat(to.shell("zfs get -Hr -o value receive_resume_token " + target + " | sort -u"))
                .as("partial state")
                .isEqualTo("-");
    }

    private static String digests(Machine machine, DatasetName dataset) {
        return machine.shell(DIGESTS.formatted(dataset.value()));
    }

    private static String holds(DatasetName dataset) {
        return "zfs list -Hpr -t snapshot -o userrefs,name " + dataset + " | grep -v ^0 || true";
    }
}
