package org.datastoreguard.vcenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.datastoreguard.error.FieldError;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.vcenter.Vcenters.PluginAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values that cross the border to vCenter hold nothing but what they should. */
class VcenterValuesTest {
    private static final String UUID = "dbed6e0c-bd88-4ef6-b594-21283e1c677f";
    private static final String PRINT = "0A:".repeat(31) + "FF";

    @Test
    void a_fingerprint_is_read_however_it_was_pasted() {
        String compact = PRINT.replace(":", "");
        assertThat(Fingerprint.parse(" " + PRINT + "\n").text()).isEqualTo(PRINT);
        assertThat(Fingerprint.parse(PRINT.toLowerCase(java.util.Locale.ROOT)).text())
                .isEqualTo(PRINT);
        assertThat(Fingerprint.parse(compact).text()).isEqualTo(PRINT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "0A",
                "0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A",
                "G0:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A:0A",
            })
    void anything_but_sha256_is_no_fingerprint(String text) {
        assertRefused("fingerprint", () -> Fingerprint.parse(text));
    }

    @Test
    void an_object_id_is_taken_apart_and_put_together() {
        String text = "urn:vmomi:Datastore:datastore-11:" + UUID;
        ObjectId id = ObjectId.parse(text);
        assertThat(id).isEqualTo(new ObjectId("Datastore", "datastore-11", UUID));
        assertThat(id).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "datastore-11",
                "urn:vmomi:Datastore:datastore-11",
                "urn:vmomi:Datastore:datastore-11:short",
                "urn:vmomi:Datastore:</obj><evil/>:" + UUID,
                "urn:vmomi:Data\"store:datastore-11:" + UUID,
                "urn:vmomi:Datastore:datastore 11:" + UUID,
                "urn:vmomi:Datastore:datastore-11:" + UUID + "\n",
                "urn:vmomi:Datastore:datastore-11:" + UUID + ":x",
            })
    void an_object_id_with_anything_else_in_it_is_refused(String text) {
        assertRefused("id", () -> ObjectId.parse(text));
        assertThat(ObjectId.find(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/plugin.json, 1.0.0.0, manifestUrl",
        "https://h/plugin.txt, 1.0.0.0, manifestUrl",
        "https://u:p@h/plugin.json, 1.0.0.0, manifestUrl",
        "https://h/plugin.json?a=b.json, 1.0.0.0, manifestUrl",
        "https://h/plugin.json, 1.0.0, version",
        "https://h/plugin.json, 1.0.0.0-SNAPSHOT, version",
        "https://h/plugin.json, latest, version",
    })
    void an_address_that_vcenter_could_not_use_is_refused(String url, String version, String field) {
        assertRefused(field, () -> new PluginAddress(url, PRINT, version));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://guard.example.com/plugin/plugin.json",
                "https://10.0.0.5:8443/plugin/plugin.zip",
                "https://[fd00::5]:8443/plugin/plugin.json",
            })
    void usual_addresses_are_taken(String url) {
        assertThat(new PluginAddress(url, PRINT, "0.1.0.0").manifestUrl()).isEqualTo(url);
    }

    private static void assertRefused(String field, org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        GuardException.class,
                        e -> assertThat(e.fields())
                                .extracting(FieldError::field)
                                .containsExactly(field));
    }
}
