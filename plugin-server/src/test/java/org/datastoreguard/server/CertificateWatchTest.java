package org.datastoreguard.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.datastoreguard.jobs.Concern;
import org.datastoreguard.vcenter.KnownVcenters;
import org.datastoreguard.vcenter.VcenterServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateWatchTest {
    private static final Instant END = Instant.parse("2027-02-01T00:00:00Z");
    private static final String UUID = "11111111-1111-1111-1111-111111111111";

    private final KnownVcenters servers = new KnownVcenters(server("vc1", UUID), "secret");

    private static VcenterServer server(String id, @Nullable String uuid) {
        return new VcenterServer(id, id, URI.create("https://vc/sdk"), "u", "AB:".repeat(31) + "CD", uuid, 1);
    }

    private CertificateWatch watch(Duration before) {
        return new CertificateWatch(() -> END, servers, Clock.fixed(END.minus(before), ZoneOffset.UTC));
    }

    @ParameterizedTest
    @CsvSource({"PT720H, 30", "P8D, 30", "P7D, 7", "PT25H, 7", "PT24H, 1", "PT1S, 1", "PT0S, 0", "-PT240H, 0"})
    void what_is_close_is_told_by_how_close_it_is(Duration before, int days) {
        assertThat(watch(before).get()).singleElement().satisfies(concern -> {
            assertThat(concern.stage()).startsWith(days + " days");
            assertThat(concern.words()).containsEntry("date", "2027-02-01");
        });
    }

    @Test
    void nobody_is_told_of_one_that_is_good_for_longer() {
        assertThat(watch(Duration.ofDays(30).plusSeconds(1)).get()).isEmpty();
    }

    @Test
    void without_a_vcenter_it_is_told_all_the_same_where_nobody_asks_for_one() {
        servers.remove("vc1");

        assertThat(watch(Duration.ofDays(1)).get()).isEmpty();
        assertThat(watch(Duration.ofDays(1)).once())
                .extracting(Concern::subject)
                .containsExactly("certificate");
    }

    @Test
    void every_vcenter_that_was_reached_once_is_told_at_its_root_folder() {
        servers.add(server("vc2", "22222222-2222-2222-2222-222222222222"), "secret");
        servers.add(server("vc3", null), "secret");
        assertThat(watch(Duration.ofDays(1)).get())
                .extracting(Concern::subject)
                .containsExactly("certificate/" + UUID, "certificate/22222222-2222-2222-2222-222222222222");
    }
}
