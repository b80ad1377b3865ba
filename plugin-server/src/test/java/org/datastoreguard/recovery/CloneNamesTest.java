package org.datastoreguard.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.datastoreguard.zfs.SnapshotName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloneNamesTest {
    private static CloneNames names(String snapshot, String... there) {
        Map<DatasetName, DatasetType> types = Stream.concat(Stream.of("tank", "pond", "tank/vm"), Stream.of(there))
                .distinct()
                .collect(Collectors.toMap(DatasetName::new, name -> DatasetType.FILESYSTEM));
        types.put(new DatasetName("tank/disk"), DatasetType.VOLUME);
        return new CloneNames(SnapshotName.parse(snapshot), types);
    }

    @ParameterizedTest
    @CsvSource({
        "tank/vm@a, '', tank/vm-clone-a",
        "tank/vm@a b:c, '', tank/vm-clone-a b:c",
        "tank/vm@a, tank/vm-clone-a, tank/vm-clone-a-2",
        "tank/vm@a, tank/vm-clone-a tank/vm-clone-a-2, tank/vm-clone-a-3",
        "tank@a, '', tank/clone-a"
    })
    void aCloneWithoutANameSaysWhatItIsOf(String snapshot, String there, String expected) {
        String[] taken = there.isEmpty() ? new String[0] : there.split(" ");

        assertThat(names(snapshot, taken).choose(null)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "tank/vm, NAME_TAKEN",
        "tank/missing/x, INVALID_FIELD",
        "tank/disk/x, INVALID_FIELD",
        "pond/x, INVALID_FIELD",
        "tank, NAME_TAKEN",
        "-r, INVALID_FIELD",
        "tank/../x, INVALID_FIELD",
        "tank/a@b, INVALID_FIELD",
        "tank/$(reboot), INVALID_FIELD",
        "'', INVALID_FIELD"
    })
    void aNameThatCannotBeMadeIsRefused(String wanted, String code) {
        CloneNames names = names("tank/vm@a");

        assertThatThrownBy(() -> names.choose(wanted))
                .isInstanceOfSatisfying(
                        GuardException.class,
                        refused -> assertThat(refused.code().name()).isEqualTo(code));
    }

    @Test
    void aNameThatWouldBeTooLongHasToBeChosen() {
        CloneNames names = names("tank/vm@" + "a".repeat(245));

        assertThatThrownBy(() -> names.choose(null)).hasMessageContaining("name: is required");
        assertThat(names.choose("tank/short")).hasToString("tank/short");
    }
}
