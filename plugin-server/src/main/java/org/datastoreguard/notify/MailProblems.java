package org.datastoreguard.notify;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.notify.Target.Security;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.jspecify.annotations.Nullable;

/** Puts what a mail server did not like into words that say what to do next. */
final class MailProblems {
    static final String UNTRUSTED = " shows a certificate that is not trusted or is not made out to that name; add the"
            + " authority that issued it to Java's trust store, or enter the name in the certificate: ";

    private MailProblems() {}

    static GuardException of(Target.Mail mail, MessagingException e) {
        String server = "The mail server " + mail.host() + ":" + mail.port();
        if (e instanceof AuthenticationFailedException) {
            return Refusal.of(server + " refused user name or password: " + e.getMessage(), e);
        }
        List<String> refused = refusedReceivers(e);
        if (!refused.isEmpty()) {
            return Refusal.of(server + " refused " + String.join("; ", refused) + ". Check the addresses", e);
        }
        SSLException tls = cause(e, SSLException.class);
        if (tls != null) {
            return Refusal.of(server + untrusted(mail) + tls.getMessage(), e);
        }
        if (cause(e, SocketTimeoutException.class) != null) {
            return Refusal.of(
                    server + " did not answer in time; check host and port, and whether the port wants TLS at once", e);
        }
        return Refusal.of(server + " did not take the message: " + root(e) + ". " + hint(mail), e);
    }

    private static String untrusted(Target.Mail mail) {
        return mail.security() == Security.TLS ? " does not speak TLS at once, or" + UNTRUSTED : UNTRUSTED;
    }

    private static String hint(Target.Mail mail) {
        return switch (mail.security()) {
            case STARTTLS -> "Check host and port (587 is usual with STARTTLS), and whether the server offers STARTTLS";
            case TLS -> "Check host and port (465 is usual with TLS)";
            case NONE -> "Check host and port (25 is usual without TLS), and whether it wants TLS or a user name";
        };
    }

    /** Each with the server's answer. */
    static List<String> refusedReceivers(MessagingException e) {
        List<String> refused = new ArrayList<>();
        for (Exception next = e; next instanceof MessagingException m; next = m.getNextException()) {
            if (next instanceof SMTPAddressFailedException failed) {
                refused.add(failed.getAddress() + " (" + Plain.line(String.valueOf(failed.getMessage())) + ")");
            }
        }
        return refused;
    }

    private static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private static String root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == e || root.getMessage() == null ? String.valueOf(e.getMessage()) : e.getMessage() + ": " + root;
    }
}
