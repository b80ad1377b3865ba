package org.datastoreguard.nas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {
    @ParameterizedTest
    @CsvSource({
        "nas1, nas1",
        "NAS1.Example.COM., nas1.example.com",
        "10.77.0.11, 10.77.0.11",
        "2001:DB8::11, 2001:db8:0:0:0:0:0:11",
        "[2001:db8:0::11], 2001:db8:0:0:0:0:0:11",
        "::ffff:10.77.0.11, 10.77.0.11",
        "nas_1-a, nas_1-a",
    })
    void spellings_of_the_same_host_become_equal(String text, String normal) {
        assertThat(new HostName(text).value()).isEqualTo(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-oProxyCommand=x",
                "nas1 nas2",
                "nas1;id",
                "$(id)",
                "user@nas1",
                "nas1/path",
                "nas1:22",
                "256.1.1.1",
                "1.2.3",
                "a..b",
                "nas-",
                ":::",
                "nas\n",
                ".",
                "'",
                "fe80::1%eth0"
            })
    void what_is_no_host_is_refused(String text) {
        assertThat(HostName.isValid(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, true",
        "127.0.0.1, true",
        "127.1.2.3, true",
        "[::1], true",
        "127.0.0.1.example.org, false",
        "localhost.example.org, false",
        "10.0.0.5, false",
        "fd00::1, false"
    })
    void only_the_machine_itself_is_loopback(String text, boolean loopback) {
        assertThat(new HostName(text).isLoopback()).isEqualTo(loopback);
    }
}
