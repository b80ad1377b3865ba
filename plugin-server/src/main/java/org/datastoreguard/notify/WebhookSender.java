package org.datastoreguard.notify;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Posts messages to web servers, whose certificates and names are checked; follows nobody elsewhere. Thread-safe. */
public final class WebhookSender {
    static final String SIGNATURE = "X-Datastore-Guard-Signature";
    private static final String ALGORITHM = "HmacSHA256";
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    /** Of an answer that says no; nothing of one that says yes. */
    private static final int MOST_READ = 300;

    private final HttpClient http;
    private final Links links;

    /** @param trust of certificates */
    public WebhookSender(SSLContext trust, Links links) {
        this.http = HttpClient.newBuilder()
                .sslContext(trust)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.links = links;
    }

    /** @throws org.datastoreguard.error.GuardException NOTIFICATION_FAILED */
    void send(Target.Webhook target, @Nullable String secret, Message message) {
        String id = UUID.randomUUID().toString();
        byte[] body = WebhookBody.of(message, links, id).getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(target.url())
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header("User-Agent", "datastore-guard")
                .header("X-Datastore-Guard-Delivery", id)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (secret != null) {
            request.header(SIGNATURE, "sha256=" + signature(secret, body));
        }
        String server = "The web server " + target.url().getAuthority();
        try {
            HttpResponse<InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream words = answer.body()) {
                refuse(server, answer.statusCode(), words);
            }
        } catch (SSLException e) {
            throw Refusal.of(server + MailProblems.UNTRUSTED + e.getMessage(), e);
        } catch (IOException e) {
            throw Refusal.of(server + " cannot be reached: " + e + ". Check its address, and what is between", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.of(server + " was not waited for any longer", e);
        }
    }

    private static void refuse(String server, int status, InputStream words) throws IOException {
        if (status >= 300 && status < 400) {
            throw Refusal.of(server + " answered " + status
                    + ", which leads elsewhere and is not followed; enter the address it leads to");
        }
        if (status < 200 || status >= 400) {
            String said = new String(words.readNBytes(MOST_READ), StandardCharsets.UTF_8);
            throw Refusal.of(server + " answered " + status + (said.isBlank() ? "" : ": " + Plain.line(said))
                    + ". Check the address, and what is expected there");
        }
    }

    /** Lower-case hex of HMAC-SHA256 over the body as it is sent. */
    static String signature(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HMAC-SHA256", e);
        }
    }
}
