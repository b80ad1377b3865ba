package org.datastoreguard.vcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.vmware.vim25.Extension;
import com.vmware.vim25.ExtensionClientInfo;
import com.vmware.vim25.ExtensionResourceInfo;
import com.vmware.vim25.ExtensionServerInfo;
import com.vmware.vim25.ExtensionTaskTypeInfo;
import com.vmware.vim25.KeyValue;
import java.io.StringReader;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.datastoreguard.vcenter.Registration.State;
import org.datastoreguard.vcenter.Vcenters.PluginAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;

/** What differs between the registration a vCenter holds and ours is told, part by part. */
class RegistrationReadingTest {
    private static final PluginAddress PLUGIN =
            new PluginAddress("https://h:8443/plugin/plugin.json", "AB".repeat(32), "1.2.3.4");

    private static Extension registered() {
        return PluginExtension.of(PLUGIN, Instant.parse("2026-01-01T00:00:00Z"), ApiVersion.OLDEST);
    }

    @Test
    void what_we_registered_has_not_drifted() {
        Extension found = registered();
        found.getServer()[0].setServerThumbprint(PLUGIN.fingerprint().toLowerCase(java.util.Locale.ROOT));
        assertThat(RegistrationReading.read(found, PLUGIN, ApiVersion.OLDEST).state())
                .isEqualTo(State.REGISTERED);
    }

    @Test
    void nothing_found_is_not_registered() {
        assertThat(RegistrationReading.read(null, PLUGIN, ApiVersion.OLDEST).state())
                .isEqualTo(State.NOT_REGISTERED);
    }

    static Stream<Arguments> drifts() {
        return Stream.of(
                drift("version is 1.2.3.3,", e -> e.setVersion("1.2.3.3")),
                drift("client type is vsphere-client-html,", e -> e.getClient()[0].setType("vsphere-client-html")),
                drift("client version is 0.0.0.1,", e -> e.getClient()[0].setVersion("0.0.0.1")),
                drift("address is https://old/plugin.json,", e -> e.getClient()[0].setUrl("https://old/plugin.json")),
                drift("server address is https://old/p.json,", e -> e.getServer()[0].setUrl("https://old/p.json")),
                drift("certificate fingerprint is not set,", e -> e.getServer()[0].setServerThumbprint(null)),
                drift("client type is not set,", e -> e.setClient(new ExtensionClientInfo[0])),
                drift("server address is not set,", e -> e.setServer(new ExtensionServerInfo[0])),
                drift(
                        "not declared: org.datastoreguard.plugin.task.replicate, org.datastoreguard.plugin.task.restore, org.datastoreguard.plugin.task.snapshot",
                        e -> e.setTaskList(new ExtensionTaskTypeInfo[0])));
    }

    private static Arguments drift(String told, Consumer<Extension> change) {
        return Arguments.of(told, change);
    }

    @ParameterizedTest
    @MethodSource("drifts")
    void each_difference_is_told(String told, Consumer<Extension> change) {
        Extension found = registered();
        change.accept(found);
        Registration read = RegistrationReading.read(found, PLUGIN, ApiVersion.OLDEST);
        assertThat(read.state()).isEqualTo(State.DRIFTED);
        assertThat(read.drift()).anyMatch(line -> line.startsWith(told));
    }

    static Stream<Consumer<Extension>> foreigners() {
        return Stream.of(
                e -> e.setCompany("Acme"),
                e -> e.setCompany(null),
                e -> e.setDescription(null),
                e -> e.getDescription().setLabel("Other\nproduct"));
    }

    @ParameterizedTest
    @MethodSource("foreigners")
    void another_company_or_label_is_another_owner(Consumer<Extension> change) {
        Extension found = registered();
        change.accept(found);
        Registration read = RegistrationReading.read(found, PLUGIN, ApiVersion.OLDEST);
        assertThat(read.state()).isEqualTo(State.OWNED_BY_OTHER);
        assertThat(read.drift()).singleElement().asString().doesNotContain("\n");
    }

    @Test
    void everything_declared_has_its_texts() {
        for (String language : List.of("en", "es", "fr", "ja")) {
            hasTexts(language);
        }
    }

    private static void hasTexts(String language) {
        Set<String> keys = Arrays.stream(registered().getResourceList())
                .filter(resource -> language.equals(resource.getLocale()))
                .map(ExtensionResourceInfo::getData)
                .flatMap(Arrays::stream)
                .map(KeyValue::getKey)
                .collect(Collectors.toSet());
        Declared.TASKS.forEach(t -> assertThat(keys).contains(t.id() + ".label", t.id() + ".summary"));
        Declared.EVENTS.forEach(
                e -> assertThat(keys).contains(e.id() + ".category", e.id() + ".description", e.id() + ".fullFormat"));
        Declared.PRIVILEGES.forEach(
                p -> assertThat(keys).contains("privilege." + p.id() + ".label", "privilege." + p.id() + ".summary"));
        assertThat(keys).contains("privilege." + Declared.PRIVILEGE_GROUP + ".label");
    }

    @Test
    void every_language_has_the_same_texts_with_the_same_arguments() {
        for (Texts texts : Texts.ALL) {
            assertThat(texts.texts().keySet()).isEqualTo(Texts.ENGLISH.texts().keySet());
            texts.texts().forEach((name, text) -> {
                assertThat((String) text)
                        .as(name + " " + texts.language())
                        .isNotBlank()
                        .doesNotContain("<", "&");
                assertThat(arguments((String) text))
                        .as(name + " " + texts.language())
                        .isEqualTo(arguments(Texts.ENGLISH.get((String) name)));
            });
        }
    }

    private static Set<String> arguments(String text) {
        return Pattern.compile("\\{\\w*}")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    @Test
    void every_alarm_waits_for_events_that_are_declared() {
        assertThat(Declared.ALARMS).extracting(Declared.Alarm::name).doesNotHaveDuplicates();
        for (Declared.Alarm alarm : Declared.ALARMS) {
            assertThat(alarm.name()).startsWith("Datastore Guard: ").hasSizeLessThanOrEqualTo(80);
            assertThat(alarm.triggers()).extracting(Declared.Trigger::status).contains("green");
            alarm.triggers()
                    .forEach(trigger ->
                            assertThat(Declared.event(trigger.event())).isNotNull());
        }
    }

    @Test
    void every_event_schema_is_xml_that_names_the_arguments_of_its_sentence() throws Exception {
        for (Declared.Event event : Declared.EVENTS) {
            var document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(event.schema())));
            assertThat(document.getElementsByTagName("eventTypeID").item(0).getTextContent())
                    .isEqualTo(event.id());
            assertThat(document.getElementsByTagName("name").getLength())
                    .isEqualTo(event.arguments().size());
        }
        assertThat(Declared.event("lagExceeded").arguments()).isEqualTo(List.of("task", "lag", "allowed"));
    }
}
