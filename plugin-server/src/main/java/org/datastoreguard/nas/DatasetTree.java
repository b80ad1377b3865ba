package org.datastoreguard.nas;

import java.time.Duration;
import java.util.List;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;

/** All filesystems and volumes of a machine, parents before children. Thread-safe. */
public final class DatasetTree {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final int COLUMNS = 6;
    private static final Script LIST = Script.of(
            "datastore-guard:datasets",
            "zfs list -Hp -t filesystem,volume -o name,type,used,available,encryption,mountpoint");

    /** @throws org.datastoreguard.error.GuardException NAS_*, ZFS_FAILED */
    public List<DatasetInfo> read(Nas nas) {
        Output output = Answers.orThrow(nas.system(), nas.run(LIST, DEADLINE));
        return output.stdout()
                .lines()
                .map(line -> line.split("\t", COLUMNS))
                .filter(fields -> fields.length == COLUMNS && DatasetName.isValid(fields[0]))
                .map(DatasetTree::info)
                .toList();
    }

    private static DatasetInfo info(String[] fields) {
        return new DatasetInfo(
                new DatasetName(fields[0]),
                type(fields[1]),
                Numbers.orMinusOne(fields[2]),
                Numbers.orMinusOne(fields[3]),
                fields[4],
                fields[5]);
    }

    static DatasetType type(String word) {
        return word.equals("volume") ? DatasetType.VOLUME : DatasetType.FILESYSTEM;
    }
}
