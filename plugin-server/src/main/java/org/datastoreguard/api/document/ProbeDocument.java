package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Comparator;
import java.util.List;
import org.datastoreguard.nas.ProbeReport;

/** What a storage machine is and can do. */
@Schema(name = "Probe")
public record ProbeDocument(
        @Schema(description = "Version of the zfs program; empty when there is none", example = "2.3.9")
        String zfsVersion,

        @Schema(description = "Version of the loaded module; empty when unknown")
        String kernelModule,

        String operatingSystem,
        boolean trueNas,
        List<String> hostNames,
        List<String> addresses,
        List<Pool> pools,

        @Schema(description = "Programs found, of those that replication can use")
        List<String> tools,

        @Schema(description = "What the user may not do and the product needs; empty when all is well")
        List<String> missingRights,

        @Schema(description = "How far its clock is ahead of this server's, ISO-8601; negative when behind")
        String clockDifference) {

    /** A pool of the machine. */
    @Schema(name = "Pool")
    public record Pool(String name, long size, long free, String health, List<String> features) {
        static Pool of(ProbeReport.Pool pool) {
            return new Pool(
                    pool.name(),
                    pool.size(),
                    pool.free(),
                    pool.health(),
                    pool.features().stream().sorted().toList());
        }
    }

    public static ProbeDocument of(ProbeReport report) {
        return new ProbeDocument(
                report.openZfs(),
                report.kernelModule(),
                report.operatingSystem(),
                report.trueNas(),
                report.hostNames(),
                report.addresses(),
                report.pools().stream()
                        .map(Pool::of)
                        .sorted(Comparator.comparing(Pool::name))
                        .toList(),
                report.tools().stream().sorted().toList(),
                report.missingRights(),
                report.clockDifference().toString());
    }
}
