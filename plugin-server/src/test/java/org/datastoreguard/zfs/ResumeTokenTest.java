package org.datastoreguard.zfs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumeTokenTest {
    @Test
    void readsWhatZfsSaysAboutAToken() {
        String answer = """
                resume token contents:
                nvlist version: 0
                \tfromguid = 0x10
                \tobject = 0x2
                \toffset = 0x100000
                \tbytes = 0x123
                \ttoguid = 0xfedcba9876543210
                \ttoname = tank/vm@b
                \tlargeblockok = 1
                \tcompressok = 1
                \trawok = 1
                cannot resume send: 'tank/vm@b' used in the initial send no longer exists
                """;
        assertThat(ResumeToken.decoded("1-ab-cd", answer))
                .contains(new ResumeToken(
                        "1-ab-cd",
                        new Guid(0xfedcba9876543210L),
                        new Guid(16),
                        new StreamFlags(true, true, false, true)));
    }

    @Test
    void knowsAFullStreamByItsMissingBase() {
        assertThat(ResumeToken.decoded("t", "toguid = 0x1\n").orElseThrow().fromGuid())
                .isNull();
    }

    @Test
    void doesNotBelieveWhatItCannotRead() {
        assertThat(ResumeToken.decoded("t", "cannot resume send: resume token is corrupt"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1-ab-cd-0f,true", "-t,false", "1-ab;reboot,false", "'',false", "$(id),false"})
    void letsOnlyTheGrammarOfTokensIntoACommandLine(String text, boolean valid) {
        assertThat(ResumeToken.isValid(text)).isEqualTo(valid);
    }
}
