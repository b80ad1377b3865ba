package org.datastoreguard.nas;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a storage machine is and can do.
 *
 * @param openZfs version of the {@code zfs} program, such as {@code 2.3.9}; empty when there is none
 * @param kernelModule version of the loaded module; empty when unknown
 * @param operatingSystem what {@code uname} says
 * @param trueNas whether TrueNAS's middleware answers
 * @param hostNames and
 * @param addresses under which hypervisors may mount it
 * @param tools programs found, of those that replication can use
 * @param missingRights what the user may not do and the product needs, in words; empty when all is well
 * @param clockDifference how far the machine's clock is ahead of this server's; negative when behind
 */
public record ProbeReport(
        String openZfs,
        String kernelModule,
        String operatingSystem,
        boolean trueNas,
        List<String> hostNames,
        List<String> addresses,
        List<Pool> pools,
        Set<String> tools,
        List<String> missingRights,
        Duration clockDifference) {
    public ProbeReport {
        hostNames = List.copyOf(hostNames);
        addresses = List.copyOf(addresses);
        pools = List.copyOf(pools);
        tools = Set.copyOf(tools);
        missingRights = List.copyOf(missingRights);
    }

    /** @param features those enabled or active, without {@code feature@} */
    public record Pool(String name, long size, long free, String health, Set<String> features) {
        public Pool {
            features = Set.copyOf(features);
        }
    }
}
