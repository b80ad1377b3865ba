package org.datastoreguard.nas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.datastoreguard.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RightsTest {
    private static final NasSystem GUARD =
            new NasSystem("nas1", "nas1", "nas1", 22, "guard", false, null, "key", List.of(), 1);

    @Test
    void rights_of_user_groups_and_everyone_add_up_and_the_rest_is_named_with_the_command_that_grants_it() {
        List<String> missing = missing(
                "uid\t1000",
                "groups\tguard backup",
                "pool\ttank\t1\t1\tONLINE",
                "allow\ttank\t\tuser guard snapshot,send,hold,release",
                "allow\ttank/vm\t\tgroup backup bookmark,destroy,mount",
                "allow\ttank\t\tgroup other receive",
                "allow\ttank\t\teveryone create");

        assertThat(missing)
                .containsExactly(
                        "On tank, guard lacks receive,rollback,rename,readonly,userprop; grant: zfs allow guard"
                                + " receive,rollback,rename,readonly,userprop tank");
    }

    @Test
    void root_needs_no_delegation() {
        assertThat(missing("uid\t0", "pool\ttank\t1\t1\tONLINE")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sudo: a password is required|NAS_RIGHT_MISSING|NOPASSWD",
                "Sorry, user guard is not allowed to execute '/usr/sbin/zfs list' as root on nas1.|NAS_RIGHT_MISSING|NOPASSWD",
                "guard is not in the sudoers file.|NAS_RIGHT_MISSING|NOPASSWD",
                "cannot create snapshots : permission denied|NAS_RIGHT_MISSING|cannot create snapshots",
                "cannot hold snapshot 'tank@a': Permission denied|NAS_RIGHT_MISSING|cannot hold snapshot",
                "sh: 3: zfs: not found|NAS_TOOL_MISSING|program zfs",
                "bash: line 1: lz4: command not found|NAS_TOOL_MISSING|program lz4",
                "cannot open 'tank/x': dataset does not exist|ZFS_FAILED|does not exist",
            })
    void the_words_of_a_failed_command_tell_what_is_missing(String said, ErrorCode code, String part) {
        assertThat(Answers.failure(GUARD, new Output(1, "", said)))
                .satisfies(error -> assertThat(error.code()).isEqualTo(code))
                .hasMessageContaining(part)
                .satisfies(error -> assertThat(error.stderr()).contains(said));
    }

    private static List<String> missing(String... lines) {
        return Rights.missing(GUARD, new Output(0, String.join("\n", lines) + "\n", ""));
    }
}
