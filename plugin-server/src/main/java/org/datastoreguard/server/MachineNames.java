package org.datastoreguard.server;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The names and addresses under which this machine may be called. */
final class MachineNames {
    private static final Pattern DNS_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private MachineNames() {}

    /** The machine's own name as its administrator set it. */
    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** All of them, the preferred one first; without duplicates and without what no certificate may hold. */
    static List<String> all(List<String> preferred) {
        Set<String> names = new LinkedHashSet<>(preferred);
        names.add(hostName());
        names.addAll(addresses());
        names.addAll(List.of("localhost", "127.0.0.1", "::1"));
        return names.stream()
                .filter(name -> isAddress(name) || DNS_NAME.matcher(name).matches())
                .toList();
    }

    private static List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        try {
            for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress address : Collections.list(card.getInetAddresses())) {
                    // A link-local address means nothing without the interface it is used on.
                    if (!address.isLoopbackAddress() && !address.isLinkLocalAddress()) {
                        addresses.add(text(address));
                    }
                }
            }
        } catch (IOException e) {
            return addresses;
        }
        return addresses;
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return address instanceof Inet6Address && zone >= 0 ? text.substring(0, zone) : text;
    }

    static boolean isAddress(String name) {
        return name.contains(":") || IPV4.matcher(name).matches();
    }
}
