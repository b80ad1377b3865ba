package org.datastoreguard.replication;

/**
 * The program that packs a stream on one machine and unpacks it on the other. None of the words comes from a person.
 *
 * @param tool as it is called on both machines; empty for none
 * @param pack command from stdin to stdout
 * @param unpack likewise
 */
record Compressor(String tool, String pack, String unpack) {
    static Compressor of(ReplicationTask.Compression compression) {
        return switch (compression) {
            case OFF -> new Compressor("", "", "");
            case LZ4 -> new Compressor("lz4", "lz4 -q -z -c", "lz4 -q -d -c");
            case PIGZ -> new Compressor("pigz", "pigz -3 -c", "pigz -d -c");
            case PLZIP -> new Compressor("plzip", "plzip -c", "plzip -d -c");
            case ZSTD -> new Compressor("zstd", "zstd -q -3 -T0 -c", "zstd -q -d -c");
        };
    }

    boolean none() {
        return tool.isEmpty();
    }
}
