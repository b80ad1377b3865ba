package org.datastoreguard.nas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.datastoreguard.error.GuardException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostKeyTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF8hSlKhDComKqUnXvCz5Of33ET2p0/Fzog7HGDAZ0TY";

    @Test
    void the_fingerprint_is_the_one_ssh_keygen_shows() {
        assertThat(HostKey.parse(KEY).fingerprint()).isEqualTo("SHA256:GBsYmW6B7Ef7RocFLrwaL747+e6hEGIssroOlQcmNVs");
    }

    @Test
    void a_comment_and_a_known_hosts_line_are_understood() {
        assertThat(HostKey.parse("  " + KEY + " root@nas1\n").text()).isEqualTo(KEY);
        assertThat(HostKey.parse("[nas1]:2222 " + KEY).text()).isEqualTo(KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ssh-ed25519",
                "ssh-dss AAAAB3NzaC1kc3MAAACBAI",
                "ssh-ed25519 not*base64",
                "ssh-ed25519 AAAA",
                "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIF8hSlKhDComKqUnXvCz5Of33ET2p0/Fzog7HGDAZ0TY"
            })
    void a_damaged_or_foreign_key_is_refused_by_the_name_of_its_field(String text) {
        assertThatThrownBy(() -> HostKey.parse(text))
                .isInstanceOf(GuardException.class)
                .hasMessageContaining("hostKey");
    }

    @Test
    void a_generated_pair_never_shows_its_private_half() {
        SshKeyPair pair = SshKeyPair.generate("nas 1; rm");

        assertThat(pair.publicLine()).startsWith("ssh-ed25519 AAAA").endsWith(" datastore-guard@nas-1--rm");
        assertThat(pair.toString()).doesNotContain("PRIVATE");
    }
}
