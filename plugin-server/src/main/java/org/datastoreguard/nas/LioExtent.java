package org.datastoreguard.nas;

import java.util.Locale;
import java.util.Optional;
import org.datastoreguard.nas.NasContents.Extent;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;

/** Reads how Linux's iSCSI target (LIO) describes a disk. Pure. */
final class LioExtent {
    /** IEEE number of the Linux target's vendor, behind the digit 6 that stands for this kind of name. */
    private static final String PREFIX = "naa.6001405";

    private static final int SERIAL_DIGITS = 25;
    private static final String ZVOLS = "/dev/zvol/";

    private LioExtent() {}

    /**
     * @param serial {@code vpd_unit_serial}; LIO makes the NAA name of its hex digits, dashes and all else dropped
     * @param path {@code udev_path}: a zvol's link, or a file on a filesystem
     */
    static Optional<Extent> read(String serial, String path, MountTable mounts) {
        String digits = serial.toLowerCase(Locale.ROOT).replaceAll("[^0-9a-f]", "");
        String padded = (digits + "0".repeat(SERIAL_DIGITS)).substring(0, SERIAL_DIGITS);
        return digits.isEmpty() ? Optional.empty() : extent(PREFIX + padded, path, mounts);
    }

    /** udev writes a space in a link's name as {@code +}, which no dataset's name can contain. */
    static Optional<Extent> extent(String naa, String path, MountTable mounts) {
        if (path.startsWith(ZVOLS)) {
            return Optional.of(path.substring(ZVOLS.length()).replace('+', ' '))
                    .filter(DatasetName::isValid)
                    .map(name -> new Extent(naa, new DatasetName(name), DatasetType.VOLUME));
        }
        return mounts.holding(path).map(mounted -> new Extent(naa, mounted.dataset(), DatasetType.FILESYSTEM));
    }
}
