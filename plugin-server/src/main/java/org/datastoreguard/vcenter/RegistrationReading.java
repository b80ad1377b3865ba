package org.datastoreguard.vcenter;

import com.vmware.vim25.Extension;
import com.vmware.vim25.ExtensionClientInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.datastoreguard.vcenter.Registration.State;
import org.datastoreguard.vcenter.Vcenters.PluginAddress;
import org.jspecify.annotations.Nullable;

/** Compares what a vCenter has under our key with what we would register now. Pure. */
final class RegistrationReading {
    private RegistrationReading() {}

    static Registration read(@Nullable Extension found, PluginAddress plugin, ApiVersion api) {
        if (found == null) {
            return new Registration(State.NOT_REGISTERED, null, null, null, List.of(), List.of());
        }
        String url = client(found).map(ExtensionClientInfo::getUrl).orElse(null);
        String fingerprint = server(found)
                .map(com.vmware.vim25.ExtensionServerInfo::getServerThumbprint)
                .orElse(null);
        if (isForeign(found)) {
            return new Registration(
                    State.OWNED_BY_OTHER, found.getVersion(), url, fingerprint, List.of(owner(found)), List.of());
        }
        List<String> drift = drift(found, plugin, api);
        State state = drift.isEmpty() ? State.REGISTERED : State.DRIFTED;
        return new Registration(state, found.getVersion(), url, fingerprint, drift, List.of());
    }

    /** Whether somebody else registered under our key: another product must never be overwritten or removed. */
    static boolean isForeign(Extension found) {
        return !PluginExtension.COMPANY.equals(found.getCompany())
                || found.getDescription() == null
                || !PluginExtension.LABEL.equals(found.getDescription().getLabel());
    }

    /** Who holds the key, in words. */
    static String owner(Extension found) {
        String label =
                found.getDescription() == null ? null : found.getDescription().getLabel();
        return "the key " + PluginExtension.KEY + " belongs to \"" + shown(label) + "\" of \""
                + shown(found.getCompany()) + "\"";
    }

    private static List<String> drift(Extension found, PluginAddress plugin, ApiVersion api) {
        List<String> drift = new ArrayList<>();
        compare(drift, "version", Optional.ofNullable(found.getVersion()), plugin.version());
        Optional<ExtensionClientInfo> client = client(found);
        compare(drift, "client type", client.map(ExtensionClientInfo::getType), PluginExtension.CLIENT_TYPE);
        compare(drift, "client version", client.map(ExtensionClientInfo::getVersion), plugin.version());
        compare(drift, "address", client.map(ExtensionClientInfo::getUrl), plugin.manifestUrl());
        Optional<com.vmware.vim25.ExtensionServerInfo> server = server(found);
        compare(
                drift,
                "server address",
                server.map(com.vmware.vim25.ExtensionServerInfo::getUrl),
                plugin.manifestUrl());
        compare(
                drift,
                "certificate fingerprint",
                server.map(com.vmware.vim25.ExtensionServerInfo::getServerThumbprint)
                        .map(t -> t.toUpperCase(Locale.ROOT)),
                plugin.fingerprint());
        server.ifPresent(there -> certificate(drift, there, plugin, api));
        declared(drift, found, plugin);
        return drift;
    }

    private static void compare(List<String> drift, String what, Optional<String> found, String wanted) {
        if (!found.equals(Optional.of(wanted))) {
            drift.add(what + " is " + shown(found.orElse(null)) + ", should be " + wanted);
        }
    }

    /** A registration of a time when the vCenter did not know certificates has none; another fingerprint was told already. */
    private static void certificate(
            List<String> drift, com.vmware.vim25.ExtensionServerInfo found, PluginAddress plugin, ApiVersion api) {
        String wanted = plugin.certificate();
        String there = found instanceof ExtensionServerInfo info ? info.serverCertificate : null;
        if (wanted != null
                && api.hasServerCertificate()
                && plugin.fingerprint().equalsIgnoreCase(found.getServerThumbprint())
                && (there == null || !there.strip().equals(wanted.strip()))) {
            drift.add("certificate is " + (there == null ? "not set" : "another one") + ", should be the served one");
        }
    }

    private static void declared(List<String> drift, Extension found, PluginAddress plugin) {
        var there = new HashSet<>(PluginExtension.declaredIds(found));
        List<String> missing =
                PluginExtension.declaredIds(PluginExtension.of(plugin, Instant.EPOCH, ApiVersion.OLDEST)).stream()
                        .filter(id -> !there.contains(id))
                        .toList();
        if (!missing.isEmpty()) {
            drift.add("not declared: " + String.join(", ", missing));
        }
    }

    private static Optional<ExtensionClientInfo> client(Extension found) {
        return Stream.ofNullable(found.getClient()).flatMap(Stream::of).findFirst();
    }

    /** The server of the manifest: the one of that type, or else the first, as older tools register it. */
    private static Optional<com.vmware.vim25.ExtensionServerInfo> server(Extension found) {
        List<com.vmware.vim25.ExtensionServerInfo> all =
                Stream.ofNullable(found.getServer()).flatMap(Stream::of).toList();
        return all.stream()
                .filter(s -> PluginExtension.SERVER_TYPE.equals(s.getType()))
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    /** Another product's text ends in our answers and logs: one line of bounded length. */
    private static String shown(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "not set";
        }
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }
}
