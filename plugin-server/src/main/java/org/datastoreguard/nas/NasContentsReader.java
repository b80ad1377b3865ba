package org.datastoreguard.nas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.datastoreguard.nas.NasContents.Extent;
import org.datastoreguard.nas.NasContents.Mounted;
import org.datastoreguard.zfs.DatasetName;

/** Reads {@link NasContents} with one script. Changes nothing on the machine. Thread-safe. */
public final class NasContentsReader {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final int DATASET_COLUMNS = 4;

    /**
     * LIO names a disk's device either by its link below /dev/zvol or by the bare device, which the links then resolve.
     * The mount table matters for datasets with a legacy mountpoint only; machines without one say nothing.
     */
    private static final String BODY = """
            t() { printf '%s\\t%s\\n' "$1" "$2"; }
            datasets=$(zfs list -Hp -t filesystem,volume -o name,type,mounted,mountpoint) || exit
            printf '%s\\n' "$datasets" | while IFS= read -r line; do t dataset "$line"; done
            """ + HostNames.SCRIPT + """
            while read -r device path type rest; do
              if [ "$type" = zfs ]; then t mount "$device	$path"; fi
            done 2>/dev/null </proc/self/mounts
            while IFS= read -r line; do t export "$line"; done 2>/dev/null </var/lib/nfs/etab
            lio=/sys/kernel/config/target/core
            if [ -d "$lio" ]; then
              ls "$lio" >/dev/null 2>&1 || t problem "the iSCSI targets in $lio cannot be read by this user"
              for disk in "$lio"/iblock_*/* "$lio"/fileio_*/*; do
                [ -d "$disk/wwn" ] || continue
                serial=$(cat "$disk/wwn/vpd_unit_serial" 2>/dev/null) && path=$(cat "$disk/udev_path" 2>/dev/null) || {
                  t problem "the iSCSI extent ${disk##*/} cannot be read by this user; it can read $lio only with more rights"
                  continue
                }
                case $path in /dev/zd*)
                  for link in $(find /dev/zvol -type l 2>/dev/null); do
                    if [ "$(readlink -f "$link")" = "$path" ]; then path=$link; fi
                  done;;
                esac
                t lio "${serial##*: }	$path"
              done
            fi
            if command -v midclt >/dev/null 2>&1; then
              if answer=$(midclt call iscsi.extent.query 2>&1); then t truenas-extents "$answer"
              else t problem "midclt call iscsi.extent.query failed: $(printf %s "$answer" | tail -n 1)"; fi
            fi
            exit 0
            """;

    private static final Script SCRIPT = Script.of("datastore-guard:contents", BODY);

    /** @throws org.datastoreguard.error.GuardException NAS_*, ZFS_FAILED */
    public NasContents read(Nas nas) {
        return parse(nas.system(), Answers.orThrow(nas.system(), nas.run(SCRIPT, DEADLINE)));
    }

    static NasContents parse(NasSystem system, Output output) {
        List<String> problems = new ArrayList<>(Answers.words(output, "problem").toList());
        List<Mounted> filesystems = filesystems(output);
        MountTable mounts = new MountTable(filesystems);
        List<Extent> extents = new ArrayList<>();
        Answers.lines(output, "lio")
                .filter(fields -> fields.size() == 2)
                .forEach(fields ->
                        LioExtent.read(fields.get(0), fields.get(1), mounts).ifPresent(extents::add));
        TrueNasExtents trueNas = new TrueNasExtents(mounts);
        Answers.words(output, "truenas-extents").forEach(json -> extents.addAll(trueNas.read(json, problems::add)));
        return new NasContents(hosts(system, output), filesystems, extents, nfsRoot(output), problems);
    }

    private static List<HostName> hosts(NasSystem system, Output output) {
        Set<HostName> hosts = new LinkedHashSet<>(knownHosts(system));
        Answers.words(output, "hostname")
                .flatMap(t -> HostName.tryParse(t).stream())
                .forEach(hosts::add);
        Answers.words(output, "address")
                .flatMap(t -> HostName.tryParse(t).stream())
                .forEach(hosts::add);
        hosts.removeIf(HostName::isLoopback);
        return List.copyOf(hosts);
    }

    /** What is known without asking the machine. A loopback address is this server's way to it, never a hypervisor's. */
    public static Set<HostName> knownHosts(NasSystem system) {
        Set<HostName> hosts = new LinkedHashSet<>();
        HostName.tryParse(system.host()).ifPresent(hosts::add);
        system.addresses().forEach(address -> HostName.tryParse(address).ifPresent(hosts::add));
        hosts.removeIf(HostName::isLoopback);
        return hosts;
    }

    /** A filesystem that is not mounted holds no path: what a client sees there belongs to the one above. */
    private static List<Mounted> filesystems(Output output) {
        Set<Mounted> mounted = new LinkedHashSet<>();
        Answers.lines(output, "mount")
                .filter(fields -> fields.size() == 2)
                .forEach(fields -> add(mounted, unescaped(fields.get(0)), unescaped(fields.get(1))));
        Answers.lines(output, "dataset")
                .filter(fields ->
                        fields.size() >= DATASET_COLUMNS && fields.get(2).equals("yes"))
                .forEach(fields -> add(mounted, fields.get(0), fields.get(3)));
        return List.copyOf(mounted);
    }

    private static void add(Set<Mounted> mounted, String dataset, String path) {
        if (DatasetName.isValid(dataset) && path.startsWith("/")) {
            mounted.add(new Mounted(new DatasetName(dataset), MountTable.normalised(path)));
        }
    }

    /** The export with {@code fsid=0} (or {@code fsid=root}) is the root of what NFS 4 clients see. */
    private static String nfsRoot(Output output) {
        return Answers.lines(output, "export")
                .filter(fields -> fields.size() == 2 && fields.get(1).matches(".*[(,]fsid=(?:0|root)[,)].*"))
                .map(fields -> MountTable.normalised(unescaped(fields.get(0))))
                .findFirst()
                .orElse("/");
    }

    /** The kernel writes a space in a mount table as {@code \040}. */
    private static String unescaped(String text) {
        return text.replace("\\040", " ").replace("\\134", "\\");
    }
}
