package org.datastoreguard.recovery;

import static org.datastoreguard.recovery.RollBackPreview.some;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.Inventory;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.recovery.RollBackPreview.Obstacle;
import org.datastoreguard.vcenter.Datastore;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.vcenter.VcenterServers;
import org.datastoreguard.vcenter.VmSnapshots.Power;
import org.datastoreguard.vcenter.VmSnapshots.Vm;

/**
 * The virtual machines that would lose their disks under way. Whoever cannot be asked counts as one that runs: when it is not
 * known, nothing is rolled back. Thread-safe.
 */
record MachinesThere(Inventory inventory, VcenterServers servers, MachineQuestion question) {

    /** @param named whether the machines on a datastore may be told by name to whoever asks */
    List<Obstacle> obstacles(Place place, Predicate<String> named) {
        Inventory.Picture picture = inventory.picture();
        List<Obstacle> obstacles = new ArrayList<>();
        for (VcenterServer server : servers.all()) {
            String problem = picture.problems().get(server.id());
            if (problem != null) {
                obstacles.add(unknown(ErrorCode.VCENTER_UNREACHABLE, server.name() + " does not answer: " + problem));
            }
        }
        Running running = new Running(named);
        for (MappedDatastore found : picture.datastores()) {
            boolean silent = picture.problems().containsKey(found.datastore().vcenterId());
            if (!silent && place.mayCarry(found.mapping())) {
                ask(found, running, obstacles);
            }
        }
        running.obstacle().ifPresent(obstacles::add);
        return obstacles;
    }

    private void ask(MappedDatastore found, Running running, List<Obstacle> obstacles) {
        Datastore datastore = found.datastore();
        try {
            question.on(datastore.vcenterId(), datastore.id()).forEach(vm -> running.add(datastore, vm));
        } catch (GuardException e) {
            obstacles.add(unknown(e.code(), e.message()));
        }
    }

    private static Obstacle unknown(ErrorCode code, String why) {
        return new Obstacle(code.name(), "Whether virtual machines on it run is not known: " + why);
    }

    /** Those found so far, each once; without a name where nobody may tell it. */
    private static final class Running {
        private final Predicate<String> named;
        private final Map<String, String> machines = new LinkedHashMap<>();

        Running(Predicate<String> named) {
            this.named = named;
        }

        /** A suspended machine's memory would not fit its disks any more. */
        void add(Datastore datastore, Vm vm) {
            if (vm.template() || vm.power() == Power.OFF) {
                return;
            }
            String how = vm.power() == Power.SUSPENDED ? " (suspended)" : "";
            String shown = named.test(datastore.id()) ? vm.name() + how + " on " + datastore.name() : "";
            machines.merge(datastore.vcenterId() + " " + vm.id(), shown, (one, other) -> one.isEmpty() ? other : one);
        }

        Optional<Obstacle> obstacle() {
            if (machines.isEmpty()) {
                return Optional.empty();
            }
            List<String> shown = new ArrayList<>(
                    machines.values().stream().filter(name -> !name.isEmpty()).toList());
            int unnamed = machines.size() - shown.size();
            if (unnamed > 0) {
                shown.add(0, unnamed + " on other datastores");
            }
            return Optional.of(new Obstacle(
                    "VM_RUNNING",
                    "Virtual machines on it run or are suspended: " + some(shown)
                            + ". Power them off, or move them away, first"));
        }
    }
}
