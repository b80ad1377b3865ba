package org.datastoreguard.zfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The frame in which {@code zfs send -I} puts the streams of several snapshots, so that one {@code zfs recv} takes them all. What it
 * holds are whole streams, each with its own name, guids and checksum; {@code zfs recv ROOT} puts one of {@code root/a@s} into {@code
 * ROOT/a}, and ends at the first that it refuses. It holds no stream of {@code zfs send -I} or {@code -R}, for frames do not nest.
 *
 * <p>Layout: {@code dmu_replay_record_t} in OpenZFS's {@code zfs_ioctl.h}; use: {@code send_prelim_records} and {@code
 * zfs_receive_package} in its {@code libzfs_sendrecv.c}, the same since 2010. {@code PackageLabTest} compares it with OpenZFS's own.
 */
public final class StreamPackage {
    private static final int RECORD = 312;
    private static final int NAME_AT = 56;

    private static final int BEGIN = 0;
    private static final int END = 5;
    private static final long MAGIC = 0x2F5bacbacL;
    private static final long COMPOUND = 2;

    private StreamPackage() {}

    /**
     * What goes before the first stream.
     *
     * @param last a snapshot of the dataset that stands above all others in the package; {@code zfs send -I} names the one it sends last
     */
    public static byte[] head(SnapshotName last) {
        ByteBuffer begin = record(BEGIN).putLong(MAGIC).putLong(COMPOUND);
        begin.position(NAME_AT).put(last.toString().getBytes(StandardCharsets.UTF_8));
        ByteBuffer end = record(END);
        for (long word : fletcher4(begin)) {
            end.putLong(word);
        }
        return ByteBuffer.allocate(2 * RECORD)
                .put(begin.array())
                .put(end.array())
                .array();
    }

    /** What goes behind the last stream. */
    public static byte[] tail() {
        return record(END).array();
    }

    /** {@code zfs recv} takes either order of bytes, from whichever machine. */
    private static ByteBuffer record(int type) {
        return ByteBuffer.allocate(RECORD)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(type)
                .putInt(0);
    }

    private static long[] fletcher4(ByteBuffer record) {
        long[] sums = new long[4];
        for (int at = 0; at < record.capacity(); at += Integer.BYTES) {
            sums[0] += Integer.toUnsignedLong(record.getInt(at));
            for (int i = 1; i < sums.length; i++) {
                sums[i] += sums[i - 1];
            }
        }
        return sums;
    }
}
