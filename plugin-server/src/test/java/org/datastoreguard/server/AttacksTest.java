package org.datastoreguard.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.datastoreguard.config.Config;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attacker sends to the running server, byte by byte, because well-behaved clients refuse to send it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttacksTest {
    private static final int PATIENCE_MILLIS = 20_000;

    private Application.Running server;

    @BeforeAll
    void start(@TempDir Path directory) {
        Config defaults = Config.defaults(directory.resolve("data"));
        server = Application.start(new Config(
                directory.resolve("data"),
                new Config.Listen("127.0.0.1", 0),
                null,
                null,
                null,
                defaults.log(),
                null,
                defaults.inventoryRefresh(),
                defaults.runs()));
    }

    @AfterAll
    void stop() {
        server.application().close();
    }

    private String answer(String... lines) throws Exception {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {new Anything()}, null);
        try (Socket socket =
                tls.getSocketFactory().createSocket("127.0.0.1", server.url().getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write((String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A hello of TLS 1.0 or 1.1 as old clients send it: no list of versions, only the old number. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void old_tls_is_refused_with_an_alert(int minor) throws Exception {
        ByteArrayOutputStream hello = new ByteArrayOutputStream();
        hello.write(new byte[] {3, (byte) minor});
        hello.write(new byte[32]);
        hello.write(0);
        byte[] ciphers = {(byte) 0xC0, 0x09, (byte) 0xC0, 0x0A, (byte) 0xC0, 0x13, (byte) 0xC0, 0x14, 0, 0x2F, 0, 0x35};
        hello.write(ByteBuffer.allocate(2).putShort((short) ciphers.length).array());
        hello.write(ciphers);
        hello.write(new byte[] {1, 0});
        ByteBuffer record = ByteBuffer.allocate(9 + hello.size());
        record.put((byte) 22).put((byte) 3).put((byte) minor).putShort((short) (4 + hello.size()));
        record.put((byte) 1).put((byte) 0).putShort((short) hello.size()).put(hello.toByteArray());
        try (Socket socket = new Socket("127.0.0.1", server.url().getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(record.array());
            InputStream in = socket.getInputStream();
            int type = in.read();
            byte[] rest = in.readNBytes(6);

            assertThat(type).as("an alert").isEqualTo(21);
            assertThat(rest[4]).as("fatal").isEqualTo((byte) 2);
            assertThat(rest[5]).as("protocol_version").isEqualTo((byte) 70);
        }
    }

    @Test
    void an_address_in_a_header_is_never_called() throws Exception {
        try (ServerSocket attacker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            attacker.setSoTimeout(1500);
            String address = "https://127.0.0.1:" + attacker.getLocalPort() + "/api/ui";

            String answer = answer(
                    "GET /api/v1/about HTTP/1.1",
                    "Host: guard",
                    "vmware-api-session-id: 0123456789abcdef",
                    "vmware-api-gateway-url: " + address,
                    "datastore-guard-vcenter: " + address,
                    "X-Forwarded-Host: 127.0.0.1:" + attacker.getLocalPort());

            assertThat(answer).startsWith("HTTP/1.1 401 ").doesNotContain(address);
            assertThat(visited(attacker)).isFalse();
        }
    }

    private static boolean visited(ServerSocket attacker) throws IOException {
        try (Socket visitor = attacker.accept()) {
            return visitor.isConnected();
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/plugin/..%2f..%2fmaster.key",
                "/plugin/%2e%2e/%2e%2e/master.key",
                "/plugin/..;/master.key",
                "/plugin/images/..\\..\\master.key",
                "/api/docs/..%5c..%5cmaster.key",
                "/plugin/%00master.key",
                "//plugin//..//master.key"
            })
    void no_path_leads_out_of_what_is_served(String path) throws Exception {
        String answer = answer("GET " + path + " HTTP/1.1", "Host: guard");

        assertThat(answer.substring(9, 12)).isIn("400", "401", "404");
        assertThat(answer).doesNotContain("master.key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/readyz", "/metrics", "/"})
    void what_only_tells_takes_no_other_method(String path) throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "ANYTHING")) {
            assertThat(answer(method + " " + path + " HTTP/1.1", "Host: guard", "Content-Length: 0"))
                    .as(method)
                    .startsWith("HTTP/1.1 405 ")
                    .contains("Allow: GET, HEAD\r\n", "application/problem+json", "\"status\":405");
        }
        assertThat(answer("HEAD " + path + " HTTP/1.1", "Host: guard")).doesNotStartWith("HTTP/1.1 405 ");
    }

    /** Within one TLS record, so that the server has read it all when it hangs up, and the answer arrives. */
    @Test
    void a_header_without_end_is_refused() throws Exception {
        assertThat(answer("GET /healthz HTTP/1.1", "Host: guard", "X-Big: " + "a".repeat(16_000)))
                .startsWith("HTTP/1.1 431 ");
    }

    @Test
    void a_foreign_host_name_comes_into_no_answer() throws Exception {
        assertThat(answer("GET / HTTP/1.1", "Host: attacker.example.com")).doesNotContain("attacker.example.com");
    }

    @Test
    void signing_in_takes_json_only_so_that_no_form_of_another_site_can_do_it() throws Exception {
        assertThat(answer(
                        "POST /api/v1/sessions HTTP/1.1",
                        "Host: guard",
                        "Content-Type: application/x-www-form-urlencoded",
                        "Content-Length: 0"))
                .startsWith("HTTP/1.1 415 ");
    }

    @Test
    void a_request_cannot_be_hidden_in_another() throws Exception {
        assertThat(answer(
                        "POST /api/v1/sessions HTTP/1.1",
                        "Host: guard",
                        "Content-Type: application/json",
                        "Content-Length: 4",
                        "Transfer-Encoding: chunked"))
                .startsWith("HTTP/1.1 400 ");
    }

    /** The test looks at what the server does, not at who it is. */
    private static final class Anything implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
