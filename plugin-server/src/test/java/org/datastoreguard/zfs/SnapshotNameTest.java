package org.datastoreguard.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotNameTest {
    @ParameterizedTest
    @CsvSource({"8, 8", "200, 200", "201, 201", "253, 201"})
    void a_title_shows_what_fits(int length, int shown) {
        String label = "a".repeat(length);

        assertThat(SnapshotName.shown(label)).hasSize(shown).startsWith("aaaa");
        assertThat(SnapshotName.shown(label).endsWith("…")).isEqualTo(length > 200);
    }
}
