package org.datastoreguard.vcenter;

import com.vmware.vim25.Description;
import com.vmware.vim25.Extension;
import com.vmware.vim25.ExtensionClientInfo;
import com.vmware.vim25.ExtensionEventTypeInfo;
import com.vmware.vim25.ExtensionPrivilegeInfo;
import com.vmware.vim25.ExtensionResourceInfo;
import com.vmware.vim25.ExtensionTaskTypeInfo;
import com.vmware.vim25.KeyValue;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.stream.Stream;
import org.datastoreguard.vcenter.Vcenters.PluginAddress;

/** The extension as vCenter stores it: who it is, where the vSphere Client finds it, and what it declares. Pure. */
final class PluginExtension {
    static final String KEY = "org.datastoreguard.plugin";
    static final String COMPANY = "Datastore Guard";
    static final String LABEL = "Datastore Guard";
    static final String CLIENT_TYPE = "vsphere-client-remote";
    static final String SERVER_TYPE = "MANIFEST_SERVER";

    private static final String SUMMARY = "Snapshots and replication of the ZFS datasets behind datastores";
    /** The schema demands one; there is no mailbox behind it, and vCenter never writes to it. */
    private static final String ADMIN_EMAIL = "datastore-guard@localhost";

    private PluginExtension() {}

    /**
     * @param now becomes the heartbeat, which the schema demands
     * @param api what the vCenter is spoken to in
     */
    static Extension of(PluginAddress plugin, Instant now, ApiVersion api) {
        Extension extension = new Extension();
        extension.setKey(KEY);
        extension.setVersion(plugin.version());
        extension.setCompany(COMPANY);
        extension.setDescription(description());
        extension.setClient(new ExtensionClientInfo[] {client(plugin)});
        extension.setServer(new com.vmware.vim25.ExtensionServerInfo[] {server(plugin, api)});
        extension.setTaskList(Declared.TASKS.stream().map(PluginExtension::task).toArray(ExtensionTaskTypeInfo[]::new));
        extension.setEventList(
                Declared.EVENTS.stream().map(PluginExtension::event).toArray(ExtensionEventTypeInfo[]::new));
        extension.setPrivilegeList(
                Declared.PRIVILEGES.stream().map(PluginExtension::privilege).toArray(ExtensionPrivilegeInfo[]::new));
        extension.setResourceList(Texts.ALL.stream()
                .flatMap(texts -> Stream.of(
                        resource(texts, "task", taskTexts(texts)),
                        resource(texts, "event", eventTexts(texts)),
                        resource(texts, "auth", privilegeTexts(texts))))
                .toArray(ExtensionResourceInfo[]::new));
        extension.setLastHeartbeatTime(GregorianCalendar.from(now.atZone(ZoneOffset.UTC)));
        return extension;
    }

    private static Description description() {
        Description description = new Description();
        description.setLabel(LABEL);
        description.setSummary(SUMMARY);
        return description;
    }

    private static ExtensionClientInfo client(PluginAddress plugin) {
        ExtensionClientInfo client = new ExtensionClientInfo();
        client.setType(CLIENT_TYPE);
        client.setUrl(plugin.manifestUrl());
        client.setVersion(plugin.version());
        client.setCompany(COMPANY);
        client.setDescription(description());
        return client;
    }

    private static com.vmware.vim25.ExtensionServerInfo server(PluginAddress plugin, ApiVersion api) {
        com.vmware.vim25.ExtensionServerInfo server = withCertificate(plugin, api);
        server.setType(SERVER_TYPE);
        server.setUrl(plugin.manifestUrl());
        server.setServerThumbprint(plugin.fingerprint());
        server.setCompany(COMPANY);
        server.setDescription(description());
        server.setAdminEmail(new String[] {ADMIN_EMAIL});
        return server;
    }

    /** A vCenter that does not know the member would refuse the whole registration. */
    private static com.vmware.vim25.ExtensionServerInfo withCertificate(PluginAddress plugin, ApiVersion api) {
        if (plugin.certificate() == null || !api.hasServerCertificate()) {
            return new com.vmware.vim25.ExtensionServerInfo();
        }
        ExtensionServerInfo server = new ExtensionServerInfo();
        server.serverCertificate = plugin.certificate();
        return server;
    }

    private static ExtensionTaskTypeInfo task(Declared.Task declared) {
        ExtensionTaskTypeInfo task = new ExtensionTaskTypeInfo();
        task.setTaskID(declared.id());
        return task;
    }

    private static ExtensionEventTypeInfo event(Declared.Event declared) {
        ExtensionEventTypeInfo event = new ExtensionEventTypeInfo();
        event.setEventID(declared.id());
        event.setEventTypeSchema(declared.schema());
        return event;
    }

    private static ExtensionPrivilegeInfo privilege(Declared.Privilege declared) {
        ExtensionPrivilegeInfo privilege = new ExtensionPrivilegeInfo();
        privilege.setPrivID(declared.id());
        privilege.setPrivGroupName(Declared.PRIVILEGE_GROUP);
        return privilege;
    }

    private static ExtensionResourceInfo resource(Texts language, String module, Stream<KeyValue> texts) {
        ExtensionResourceInfo resource = new ExtensionResourceInfo();
        resource.setLocale(language.language());
        resource.setModule(module);
        resource.setData(texts.toArray(KeyValue[]::new));
        return resource;
    }

    private static Stream<KeyValue> taskTexts(Texts texts) {
        return Declared.TASKS.stream()
                .flatMap(t -> Stream.of(
                        text(t.id() + ".label", t.label(texts)), text(t.id() + ".summary", t.summary(texts))));
    }

    private static Stream<KeyValue> eventTexts(Texts texts) {
        return Declared.EVENTS.stream()
                .flatMap(e -> Stream.of(
                        text(e.id() + ".category", e.category().text()),
                        text(e.id() + ".description", e.description(texts)),
                        text(e.id() + ".fullFormat", e.format(texts))));
    }

    private static Stream<KeyValue> privilegeTexts(Texts texts) {
        String prefix = "privilege.";
        return Stream.concat(
                Stream.of(text(prefix + Declared.PRIVILEGE_GROUP + ".label", texts.get("privilege.group.label"))),
                Declared.PRIVILEGES.stream()
                        .flatMap(p -> Stream.of(
                                text(prefix + p.id() + ".label", p.label(texts)),
                                text(prefix + p.id() + ".summary", p.summary(texts)))));
    }

    private static KeyValue text(String key, String value) {
        KeyValue text = new KeyValue();
        text.setKey(key);
        text.setValue(value);
        return text;
    }

    /** The ids an extension declares, in a form that two extensions can be compared by. */
    static List<String> declaredIds(Extension extension) {
        return Stream.of(
                        stream(extension.getTaskList()).map(ExtensionTaskTypeInfo::getTaskID),
                        stream(extension.getEventList()).map(ExtensionEventTypeInfo::getEventID),
                        stream(extension.getPrivilegeList()).map(ExtensionPrivilegeInfo::getPrivID))
                .flatMap(ids -> ids)
                .sorted()
                .toList();
    }

    @SafeVarargs
    private static <T> Stream<T> stream(T... items) {
        return Stream.ofNullable(items).flatMap(Stream::of);
    }
}
