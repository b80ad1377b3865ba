package org.datastoreguard.notify;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.notify.Target.Security;
import org.jspecify.annotations.Nullable;

/** Sends messages through mail servers, whose certificates and names are checked. Thread-safe. */
public final class MailSender {
    /** For each answer; {@link Postman} bounds all of them together. */
    private static final String MILLIS = "10000";

    private final SSLContext trust;
    private final Links links;
    private final Clock clock;

    /** @param trust of certificates */
    public MailSender(SSLContext trust, Links links, Clock clock) {
        this.trust = trust;
        this.links = links;
        this.clock = clock;
    }

    /**
     * @return receivers that were refused while others were not, with the reasons
     * @throws GuardException NOTIFICATION_FAILED; INVALID_FIELD for an address that is none
     */
    List<String> send(Target.Mail mail, @Nullable String password, Message message) {
        Session session = Session.getInstance(properties(mail));
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect(mail.host(), mail.port(), mail.username(), password);
            MimeMessage mime = mime(session, mail, message);
            return deliver(transport, mime, mail);
        } catch (MessagingException e) {
            throw MailProblems.of(mail, e);
        }
    }

    /** What follows the acceptance of a message, such as a server that hangs up, does not make it unsent. */
    private static List<String> deliver(Transport transport, MimeMessage mime, Target.Mail mail)
            throws MessagingException {
        try {
            transport.sendMessage(mime, mime.getAllRecipients());
            return List.of();
        } catch (SendFailedException e) {
            if (e.getValidSentAddresses() == null || e.getValidSentAddresses().length == 0) {
                throw e;
            }
            return MailProblems.refusedReceivers(e);
        }
    }

    private Properties properties(Target.Mail mail) {
        Properties properties = new Properties();
        properties.put("mail.smtp.connectiontimeout", MILLIS);
        properties.put("mail.smtp.timeout", MILLIS);
        properties.put("mail.smtp.writetimeout", MILLIS);
        properties.put("mail.smtp.quitwait", "false");
        properties.put("mail.smtp.auth", String.valueOf(mail.username() != null));
        properties.put("mail.smtp.starttls.enable", String.valueOf(mail.security() == Security.STARTTLS));
        properties.put("mail.smtp.starttls.required", String.valueOf(mail.security() == Security.STARTTLS));
        properties.put("mail.smtp.ssl.enable", String.valueOf(mail.security() == Security.TLS));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.socketFactory", trust.getSocketFactory());
        properties.put("mail.smtp.ssl.socketFactory.fallback", "false");
        // The others have a right to know even when one of them has left.
        properties.put("mail.smtp.sendpartial", "true");
        properties.put("mail.smtp.from", address("from", mail.from()));
        return properties;
    }

    private MimeMessage mime(Session session, Target.Mail mail, Message message) throws MessagingException {
        MimeMessage mime = new MimeMessage(session);
        mime.setFrom(new InternetAddress(address("from", mail.from())));
        for (String to : mail.to()) {
            mime.addRecipient(RecipientType.TO, new InternetAddress(address("to", to)));
        }
        mime.setSubject(message.subject(), "UTF-8");
        mime.setSentDate(Date.from(clock.instant()));
        mime.setHeader("Auto-Submitted", "auto-generated");
        mime.setText(MailText.of(message, links), "UTF-8");
        return mime;
    }

    /** Once more, wherever it came from: a line end would begin a header of its own. */
    private static String address(String field, String text) {
        return MailAddress.check(field, text);
    }
}
