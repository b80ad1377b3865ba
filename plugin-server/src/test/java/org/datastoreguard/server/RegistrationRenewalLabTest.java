package org.datastoreguard.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.datastoreguard.security.Audit;
import org.datastoreguard.vcenter.KnownVcenters;
import org.datastoreguard.vcenter.LabVcenter;
import org.datastoreguard.vcenter.Registration.State;
import org.datastoreguard.vcenter.Vcenters.AccountRight;
import org.datastoreguard.vcenter.Vcenters.OneTimeLogin;
import org.datastoreguard.vcenter.Vcenters.PluginAddress;
import org.datastoreguard.vcenter.VijavaVcenters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A renewed certificate at the simulator's extension registry, and what the account may do there. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistrationRenewalLabTest {
    private static final String OLD = "AB:".repeat(31) + "CD";
    private static final String NEW = "EF:".repeat(31) + "01";
    private static final String HERE = "https://10.0.0.5:8443/plugin/plugin.json";

    private LabVcenter lab;
    private KnownVcenters servers;
    private VijavaVcenters vcenters;
    private final List<String> audited = new ArrayList<>();

    @BeforeAll
    void startLab(@TempDir Path state) throws Exception {
        lab = new LabVcenter(state, "{\"datastores\": []}");
    }

    @AfterAll
    void stopLab() throws Exception {
        lab.close();
    }

    @BeforeEach
    void start() throws Exception {
        audited.clear();
        servers = lab.identified();
        vcenters = new VijavaVcenters(servers, Clock.systemUTC());
    }

    @AfterEach
    void stop() throws Exception {
        vcenters.close();
        lab.post("/disconnect", Map.of("mode", "503", "millis", 0));
        lab.post("/reset", Map.of());
    }

    private RegistrationRenewal serving(String fingerprint) {
        return new RegistrationRenewal(
                servers, vcenters, () -> new PluginAddress(HERE, fingerprint, "0.1.0.0"), new Audit() {
                    @Override
                    public void record(String actor, String action, String object, String outcome) {
                        audited.add(actor + " " + action + " " + object);
                    }

                    @Override
                    public List<Entry> list(Filter filter, int limit, @Nullable Long beforeId) {
                        return List.of();
                    }
                });
    }

    private State state(String address, String fingerprint, String version) {
        return vcenters.registration("vc1", new PluginAddress(address, fingerprint, version))
                .state();
    }

    @Test
    void a_renewed_certificate_is_registered_by_itself_and_said() throws Exception {
        vcenters.register("vc1", new PluginAddress(HERE, OLD, "0.1.0.0"));
        RegistrationRenewal renewal = serving(NEW);
        assertThat(state(HERE, NEW, "0.1.0.0")).isEqualTo(State.DRIFTED);

        renewal.run();

        assertThat(state(HERE, NEW, "0.1.0.0")).isEqualTo(State.REGISTERED);
        assertThat(audited).containsExactly("server renewRegistration vcenters/vc1");
        lab.control("DELETE", "/calls", Map.of());
        renewal.run();
        assertThat(lab.get("/calls").path("total").asInt())
                .as("the same certificate is compared once")
                .isZero();
    }

    @Test
    void what_is_not_this_installations_or_is_newer_is_left_alone() {
        String elsewhere = "https://10.0.0.6:8443/plugin/plugin.json";
        vcenters.register("vc1", new PluginAddress(elsewhere, OLD, "0.1.0.0"));
        serving(NEW).run();
        assertThat(state(elsewhere, OLD, "0.1.0.0")).isEqualTo(State.REGISTERED);

        vcenters.register("vc1", new PluginAddress(HERE, OLD, "0.2.0.0"));
        serving(NEW).run();
        assertThat(state(HERE, OLD, "0.2.0.0")).isEqualTo(State.REGISTERED);

        vcenters.unregister("vc1");
        serving(NEW).run();
        assertThat(state(HERE, NEW, "0.1.0.0")).isEqualTo(State.NOT_REGISTERED);
        assertThat(audited).isEmpty();
    }

    @Test
    void a_vcenter_that_is_down_is_told_when_it_is_back() throws Exception {
        vcenters.register("vc1", new PluginAddress(HERE, OLD, "0.1.0.0"));
        RegistrationRenewal renewal = serving(NEW);
        lab.post("/disconnect", Map.of("mode", "503", "millis", 60_000));
        renewal.run();
        lab.post("/disconnect", Map.of("mode", "503", "millis", 0));
        assertThat(state(HERE, NEW, "0.1.0.0")).isEqualTo(State.DRIFTED);

        renewal.run();

        assertThat(state(HERE, NEW, "0.1.0.0")).isEqualTo(State.REGISTERED);
    }

    @Test
    void an_administrators_account_registers_where_the_stored_one_may_not() throws Exception {
        OneTimeLogin administrator = new OneTimeLogin(lab.env("USER"), lab.env("PASSWORD"));
        lab.post(
                "/users",
                Map.of(
                        "name", "least@vsphere.local",
                        "password", "secret",
                        "privileges", List.of("System.View", "System.Read")));
        servers.signInAs("least@vsphere.local", "secret");
        PluginAddress plugin = new PluginAddress(HERE, OLD, "0.1.0.0");
        assertThatThrownBy(() -> vcenters.register("vc1", plugin)).hasMessageContaining("Extension.Register");

        vcenters.register("vc1", plugin, administrator);
        assertThat(state(HERE, OLD, "0.1.0.0")).isEqualTo(State.REGISTERED);
        vcenters.unregister("vc1", administrator);
        assertThat(state(HERE, OLD, "0.1.0.0")).isEqualTo(State.NOT_REGISTERED);

        assertThatThrownBy(() -> vcenters.register("vc1", plugin, new OneTimeLogin(lab.env("USER"), "wrong")))
                .hasMessageContaining("user or password of " + lab.env("USER"))
                .hasMessageNotContaining("wrong-password");
        assertThat(administrator.toString()).doesNotContain(lab.env("PASSWORD"));
    }

    @Test
    void what_the_account_lacks_and_what_it_should_not_have_is_told() throws Exception {
        lab.post("/deny", Map.of("privilege", "Task.Create"));
        assertThat(vcenters.accountRights("vc1"))
                .filteredOn(right -> !right.granted())
                .extracting(AccountRight::privilege)
                .containsExactly("Task.Create");
        assertThat(vcenters.accountRights("vc1"))
                .filteredOn(right -> right.neededFor() == null)
                .extracting(AccountRight::privilege)
                .contains("Authorization.ModifyPermissions");

        lab.control("DELETE", "/deny", Map.of());
        lab.post(
                "/users",
                Map.of(
                        "name", "least@vsphere.local",
                        "password", "secret",
                        "privileges",
                                List.of(
                                        "System.View",
                                        "System.Read",
                                        "Extension.Update",
                                        "Task.Create",
                                        "Task.Update",
                                        "Global.LogEvent")));
        servers.signInAs("least@vsphere.local", "secret");
        assertThat(vcenters.accountRights("vc1"))
                .filteredOn(right -> !right.granted())
                .extracting(AccountRight::privilege)
                .containsExactly(
                        "Alarm.Create",
                        "Alarm.Delete",
                        "Extension.Register",
                        "Extension.Unregister",
                        "VirtualMachine.State.CreateSnapshot",
                        "VirtualMachine.State.RemoveSnapshot");
        assertThat(vcenters.accountRights("vc1")).allMatch(right -> right.neededFor() != null);
    }
}
