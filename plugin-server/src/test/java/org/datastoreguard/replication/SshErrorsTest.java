package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;

import org.datastoreguard.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SshErrorsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        @ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @                              | NAS_HOST_KEY_CHANGED
        No ED25519 host key is known for x and you have requested strict checking.        | NAS_HOST_KEY_CHANGED
        Host key verification failed.                                                     | NAS_HOST_KEY_CHANGED
        guard@10.0.2.2: Permission denied (publickey).                                    | NAS_AUTHENTICATION_FAILED
        Received disconnect from 10.0.2.2 port 22:2: Too many authentication failures     | NAS_AUTHENTICATION_FAILED
        ssh: connect to host 10.0.2.2 port 9: Connection refused                          | NAS_UNREACHABLE
        ssh: Could not resolve hostname nas9: Name or service not known                   | NAS_UNREACHABLE
        client_loop: send disconnect: Broken pipe                                         | STREAM_INTERRUPTED
        Connection to 10.0.2.2 closed by remote host.                                     | STREAM_INTERRUPTED
        """)
    void tellsTheWaysOfNotGettingThroughApart(String stderr, ErrorCode expected) {
        assertThat(SshErrors.code(stderr)).isEqualTo(expected);
    }

    @Test
    void showsAFingerprintAsSshKeygenDoes() {
        assertThat(HostKeyFingerprint.of(
                        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIH/9sklqZf7R/bboQWU0NnI3yztrMOhmvPUkCq4C65do"))
                .isEqualTo("SHA256:u2NgKs0n8fAYvVKQTkk6005/eMUKKWSL9D2u8fCdUJs");
    }
}
