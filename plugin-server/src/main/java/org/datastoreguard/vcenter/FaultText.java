package org.datastoreguard.vcenter;

import java.rmi.RemoteException;

/**
 * The words of a SOAP fault. Thrown itself when vijava has no class for the fault; otherwise the {@code detail} of the
 * typed fault, whose own message cannot be set from outside its package.
 */
final class FaultText extends RemoteException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_WORDS = 500;

    private final String type;

    /** @param type vSphere's name of the fault, empty when it gave none */
    FaultText(String type, String words) {
        super(clean(words));
        this.type = type.isEmpty() ? "unnamed fault" : clean(type);
    }

    /** One line of bounded length, since it ends in logs and answers. */
    private static String clean(String words) {
        String line = words.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= MAX_WORDS ? line : line.substring(0, MAX_WORDS) + "…";
    }

    String type() {
        return type;
    }

    String words() {
        return String.valueOf(getMessage());
    }
}
