package org.datastoreguard.vcenter;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * HTTPS to one vCenter: its own TLS context with one pinned certificate, no proxy, no redirect, a deadline for the whole
 * exchange and a limit for the answer's size. Thread-safe.
 *
 * <p>A redirect is refused because it would carry user and password, or the session, to an address nobody confirmed.
 */
final class SdkHttp {
    private static final int OK = 200;
    private static final int SOAP_FAULT = 500;

    private final URI sdk;
    private final Limits limits;
    private final SSLContext tls;
    private final HttpClient http;
    private volatile @Nullable String cookie;

    SdkHttp(URI sdk, TrustManager trust, Limits limits) {
        this.sdk = sdk;
        this.limits = limits;
        this.tls = tls(trust);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(limits.connect())
                .sslContext(tls)
                .sslParameters(new SSLParameters(null, new String[] {"TLSv1.3", "TLSv1.2"}))
                .build();
    }

    private static SSLContext tls(TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    /**
     * Posts one SOAP message; a fault arrives like any other answer.
     *
     * @throws IOException unreachable, wrong certificate, too slow ({@link HttpTimeoutException}), too big, or a status
     *     that is neither 200 nor 500
     */
    InputStream post(String soapAction, String message) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(sdk)
                .header("SOAPAction", soapAction)
                .header("Content-Type", "text/xml; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(message, StandardCharsets.UTF_8));
        String session = cookie;
        if (session != null) {
            request.header("Cookie", session);
        }
        HttpResponse<byte[]> answer = exchange(request.build());
        if (answer.statusCode() != OK && answer.statusCode() != SOAP_FAULT) {
            throw new UnexpectedStatus(answer.statusCode());
        }
        keepCookie(answer.headers().allValues("Set-Cookie"));
        return new ByteArrayInputStream(answer.body());
    }

    /** Posts JSON to another address of the same host, with one header more. */
    byte[] postJson(String path, String json, String header, String value) throws IOException {
        HttpResponse<byte[]> answer = exchange(HttpRequest.newBuilder(sdk.resolve(path))
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .header(header, value)
                .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8))
                .build());
        if (answer.statusCode() != OK) {
            throw new UnexpectedStatus(answer.statusCode());
        }
        return answer.body();
    }

    /** Reads a public file below the SDK address, such as {@code vimServiceVersions.xml}. */
    InputStream get(String file) throws IOException {
        HttpResponse<byte[]> answer =
                exchange(HttpRequest.newBuilder(URI.create(sdk + "/" + file)).build());
        if (answer.statusCode() != OK) {
            throw new UnexpectedStatus(answer.statusCode());
        }
        return new ByteArrayInputStream(answer.body());
    }

    /** The answer did not come from an SDK: a proxy, another product, or a vCenter that is starting up. */
    static final class UnexpectedStatus extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        UnexpectedStatus(int status) {
            super("HTTP status " + status);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** Whether an established connection ended without an answer, as opposed to none being made or none in time. */
    static boolean isBrokenConnection(IOException failure) {
        return !(failure instanceof HttpTimeoutException
                || failure instanceof ConnectException
                || failure instanceof SSLException
                || failure instanceof InterruptedIOException
                || failure instanceof UnexpectedStatus
                || failure instanceof BoundedBody.TooBig);
    }

    @Nullable
    String cookie() {
        return cookie;
    }

    void cookie(@Nullable String cookie) {
        this.cookie = cookie;
    }

    /** vCenter renews the cookie whenever it likes; the latest one is the session. */
    private void keepCookie(List<String> offered) {
        offered.stream()
                .map(c -> c.split(";", 2)[0].strip())
                .filter(c -> c.startsWith("vmware_soap_session"))
                .forEach(c -> this.cookie = c);
    }

    /**
     * Forgets TLS sessions that could be resumed: a resumed one shows no certificate, so a renewed certificate would go
     * unnoticed for hours.
     */
    private void forgetTlsSessions() {
        SSLSessionContext kept = tls.getClientSessionContext();
        for (byte[] id : Collections.list(kept.getIds())) {
            SSLSession session = kept.getSession(id);
            if (session != null) {
                session.invalidate();
            }
        }
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
        forgetTlsSessions();
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, head -> new BoundedBody(limits.answerBytes()));
        try {
            return answer.get(limits.call().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no complete answer within " + limits.call());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }
}
