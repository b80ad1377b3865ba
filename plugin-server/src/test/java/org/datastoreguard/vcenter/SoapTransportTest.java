package org.datastoreguard.vcenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What reaches us over the wire, however hostile, ends in a datastore list or in a coded error. */
class SoapTransportTest {
    private static final Limits QUICK = new Limits(Duration.ofSeconds(20), Duration.ofSeconds(30), 1 << 20);
    private static final String PASSWORD = "s3cret<&>\"'";

    private FakeVcenter fake;
    private KnownVcenters servers;
    private VijavaVcenters vcenters;

    @BeforeEach
    void start() throws Exception {
        fake = new FakeVcenter();
        servers = KnownVcenters.one(
                fake.sdk(), "guard@vsphere.local", PASSWORD, fake.fingerprint().text());
        vcenters = new VijavaVcenters(servers, Clock.systemUTC(), QUICK);
    }

    @AfterEach
    void stop() {
        vcenters.close();
        fake.close();
    }

    private static String datastore(String moid, String properties) {
        return "<objects><obj type=\"Datastore\">" + moid + "</obj>" + properties + "</objects>";
    }

    private static String property(String name, String type, String value) {
        return "<propSet><name>" + name + "</name><val xsi:type=\"" + type + "\">" + value + "</val></propSet>";
    }

    private static String nfs(String name) {
        return property("name", "xsd:string", name)
                + property("summary.type", "xsd:string", "NFS")
                + property("summary.accessible", "xsd:boolean", "true")
                + property("summary.capacity", "xsd:long", "1000")
                + property("summary.freeSpace", "xsd:long", "400")
                + property(
                        "info",
                        "NasDatastoreInfo",
                        "<name>x</name><url>ds:///</url><nas><type>NFS</type><name>x</name><capacity>1</capacity>"
                                + "<remoteHost>10.0.0.1</remoteHost><remotePath>/tank/vm</remotePath></nas>");
    }

    private void answerWith(String objects) {
        fake.reply(
                "RetrievePropertiesEx",
                FakeVcenter.soap("RetrievePropertiesEx", "<returnval>" + objects + "</returnval>"));
    }

    private GuardException failure() {
        GuardException failure = catchThrowableOfType(GuardException.class, () -> vcenters.datastores("vc1"));
        assertThat(failure.message()).doesNotContain(PASSWORD);
        return failure;
    }

    @Test
    void a_datastore_is_read_and_its_password_is_escaped_on_the_way() {
        answerWith(datastore("datastore-11", nfs("vm-nfs")));
        assertThat(vcenters.datastores("vc1"))
                .containsExactly(new Datastore(
                        "urn:vmomi:Datastore:datastore-11:" + FakeVcenter.UUID,
                        "vc1",
                        "vm-nfs",
                        new Datastore.Nfs(List.of("10.0.0.1"), "/tank/vm", "NFS"),
                        true,
                        1000,
                        400));
        assertThat(fake.sent()).contains("s3cret&lt;&amp;&gt;&quot;&apos;").doesNotContain(PASSWORD);
    }

    @Test
    void pages_are_followed_by_their_tokens_to_the_end() {
        fake.reply(
                "RetrievePropertiesEx",
                FakeVcenter.soap(
                        "RetrievePropertiesEx",
                        "<returnval><token>t1</token>" + datastore("datastore-1", nfs("one")) + "</returnval>"));
        fake.reply(
                "ContinueRetrievePropertiesEx",
                exchange -> FakeVcenter.send(
                        exchange,
                        200,
                        FakeVcenter.soap(
                                "ContinueRetrievePropertiesEx",
                                "<returnval>"
                                        + (fake.count("ContinueRetrievePropertiesEx") < 2 ? "<token>t2</token>" : "")
                                        + datastore(
                                                "datastore-" + (1 + fake.count("ContinueRetrievePropertiesEx")),
                                                nfs("more"))
                                        + "</returnval>")));
        assertThat(vcenters.datastores("vc1"))
                .extracting(Datastore::id)
                .containsExactly(
                        "urn:vmomi:Datastore:datastore-1:" + FakeVcenter.UUID,
                        "urn:vmomi:Datastore:datastore-2:" + FakeVcenter.UUID,
                        "urn:vmomi:Datastore:datastore-3:" + FakeVcenter.UUID);
        assertThat(fake.count("RetrievePropertiesEx")).isEqualTo(1);
        assertThat(fake.sent()).contains("<token>t1</token>", "<token>t2</token>");
    }

    @Test
    void a_vcenter_without_datastores_is_an_empty_list() {
        fake.reply("RetrievePropertiesEx", FakeVcenter.soap("RetrievePropertiesEx", ""));
        assertThat(vcenters.datastores("vc1")).isEmpty();
    }

    @Test
    void unknown_members_types_and_constants_are_passed_over() {
        answerWith(datastore(
                        "datastore-1",
                        nfs("one")
                                + "<novelty><deep><deeper a=\"b\"/></deep></novelty>"
                                + property("summary.novelty", "QuantumInfo", "<a><b>1</b></a>"))
                + datastore(
                        "datastore-2",
                        property("name", "xsd:string", "two")
                                + property("summary.type", "xsd:string", "PMEM")
                                + property("info", "PMemDatastoreInfo", "<name>two</name><pmem><uuid>u</uuid></pmem>"))
                + datastore(
                        "datastore-3",
                        property("name", "xsd:string", "three")
                                + property("summary.type", "xsd:string", "VMFS")
                                + property(
                                        "info",
                                        "VmfsDatastoreInfo",
                                        "<vmfs><type>VMFS</type><capacity>many</capacity><extent><diskName>naa.1</diskName>"
                                                + "<partition>1</partition><shine>x</shine></extent>"
                                                + "<extent><diskName>naa.2</diskName></extent>"
                                                + "<unmapPriority>low</unmapPriority><local>false</local></vmfs>")));
        assertThat(vcenters.datastores("vc1"))
                .extracting(Datastore::backing)
                .containsExactly(
                        new Datastore.Nfs(List.of("10.0.0.1"), "/tank/vm", "NFS"),
                        new Datastore.Other("PMEM"),
                        new Datastore.Vmfs(List.of("naa.1", "naa.2"), false));
    }

    @Test
    void a_property_that_one_datastore_lacks_does_not_spoil_the_others() {
        answerWith(datastore(
                        "datastore-1",
                        "<missingSet><path>info</path><fault><fault xsi:type=\"NoPermission\"><privilegeId>System.Read"
                                + "</privilegeId></fault><localizedMessage/></fault></missingSet>"
                                + property("summary.type", "xsd:string", "NFS"))
                + datastore("datastore-2", "")
                + datastore("datastore-3", nfs("whole")));
        List<Datastore> read = vcenters.datastores("vc1");
        assertThat(read).extracting(Datastore::name).containsExactly("datastore-1", "datastore-2", "whole");
        assertThat(read.get(0).backing()).isEqualTo(new Datastore.Other("NFS, its server not shown by vCenter"));
        assertThat(read.get(1).backing()).isEqualTo(new Datastore.Other("unknown"));
    }

    @Test
    void all_addresses_of_an_nfs41_datastore_are_told_once() {
        answerWith(datastore(
                "datastore-1",
                property("summary.type", "xsd:string", "NFS41")
                        + property(
                                "info",
                                "NasDatastoreInfo",
                                "<nas><type>NFS41</type><remoteHost>nas1,10.0.0.2</remoteHost><remotePath>/tank</remotePath>"
                                        + "<remoteHostNames>10.0.0.2</remoteHostNames>"
                                        + "<remoteHostNames>nas1-b</remoteHostNames></nas>")));
        assertThat(vcenters.datastores("vc1").get(0).backing())
                .isEqualTo(new Datastore.Nfs(List.of("nas1", "10.0.0.2", "nas1-b"), "/tank", "NFS41"));
    }

    @Test
    void an_external_entity_is_never_resolved(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "TOP-SECRET");
        fake.reply(
                "RetrievePropertiesEx",
                "<?xml version=\"1.0\"?><!DOCTYPE e [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>"
                        + FakeVcenter.soap(
                                        "RetrievePropertiesEx",
                                        "<returnval>" + datastore("datastore-1", property("name", "xsd:string", "&x;"))
                                                + "</returnval>")
                                .replaceFirst("<\\?xml.*\\?>\n", ""));
        GuardException failure = failure();
        assertThat(failure.code()).isEqualTo(ErrorCode.VCENTER_ANSWER_UNREADABLE);
        assertThat(failure).hasStackTraceContaining("Unreadable");
        assertThat(failure.message()).doesNotContain("TOP-SECRET");
    }

    @Test
    void a_document_type_is_refused_even_when_nothing_uses_it() {
        fake.reply(
                "RetrievePropertiesEx",
                "<!DOCTYPE e [<!ENTITY a \"aaaaaaaaaa\">]>"
                        + FakeVcenter.soap("RetrievePropertiesEx", "").replaceFirst("<\\?xml.*\\?>\n", ""));
        assertThat(failure().code()).isEqualTo(ErrorCode.VCENTER_ANSWER_UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "<html><body>It works!</body></html>",
                "{\"error\":1}",
                "<Envelope/>",
                "<Envelope><Body/></Envelope>",
                "<soapenv:Envelope>",
            })
    void an_answer_that_is_no_soap_is_told_apart_from_an_empty_list(String answer) {
        fake.reply("RetrievePropertiesEx", answer);
        assertThat(failure().code()).isEqualTo(ErrorCode.VCENTER_ANSWER_UNREADABLE);
    }

    @Test
    void an_answer_cut_off_anywhere_is_never_taken_for_a_shorter_list() {
        String whole = FakeVcenter.soap(
                "RetrievePropertiesEx",
                "<returnval>" + datastore("datastore-1", nfs("a")) + datastore("datastore-2", nfs("b"))
                        + "</returnval>");
        String end = whole.stripTrailing();
        for (int length = 1; length < end.length(); length += 97) {
            fake.reply("RetrievePropertiesEx", end.substring(0, length));
            assertThat(failure().code()).as("cut at %d", length).isEqualTo(ErrorCode.VCENTER_ANSWER_UNREADABLE);
        }
    }

    @Test
    void an_answer_nested_without_end_is_refused() {
        String open = "<fault xsi:type=\"NotFound\"><faultCause>".repeat(300);
        String close = "</faultCause></fault>".repeat(300);
        fake.reply(
                "RetrievePropertiesEx",
                FakeVcenter.soap(
                        "RetrievePropertiesEx",
                        "<returnval>"
                                + datastore(
                                        "d",
                                        "<missingSet><path>p</path><fault>" + open + close + "</fault></missingSet>")
                                + "</returnval>"));
        assertThat(failure().code()).isEqualTo(ErrorCode.VCENTER_ANSWER_UNREADABLE);
    }

    @Test
    void an_answer_without_end_is_cut_off_by_size() {
        byte[] spaces = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        fake.reply("RetrievePropertiesEx", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(spaces);
            }
        });
        GuardException failure = failure();
        assertThat(failure.code()).isEqualTo(ErrorCode.VCENTER_ANSWER_UNREADABLE);
        assertThat(failure.message()).contains("bigger than 1048576 bytes");
    }

    @Test
    void an_answer_that_dribbles_for_ever_is_cut_off_by_time() {
        CountDownLatch never = new CountDownLatch(1);
        fake.reply("RetrievePropertiesEx", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("<soapenv:".getBytes(StandardCharsets.US_ASCII));
            exchange.getResponseBody().flush();
            await(never);
        });
        vcenters = new VijavaVcenters(
                servers, Clock.systemUTC(), new Limits(Duration.ofSeconds(5), Duration.ofMillis(700), 1 << 20));
        assertThat(failure().code()).isEqualTo(ErrorCode.VCENTER_TIMEOUT);
        never.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_wrong_certificate_is_shown_beside_the_pinned_one_and_gets_no_password() throws Exception {
        try (FakeVcenter impostor = new FakeVcenter()) {
            servers.update(new VcenterServer(
                    "vc1", "lab", impostor.sdk(), "guard", fake.fingerprint().text(), null, 2));
            GuardException failure = failure();
            assertThat(failure.code()).isEqualTo(ErrorCode.VCENTER_FINGERPRINT_MISMATCH);
            assertThat(failure.message())
                    .contains(fake.fingerprint().text(), impostor.fingerprint().text());
            assertThat(impostor.sent()).isEmpty();
        }
    }

    @Test
    void each_connection_has_its_own_pin() throws Exception {
        answerWith("");
        vcenters.datastores("vc1");
        try (FakeVcenter other = new FakeVcenter()) {
            other.reply("RetrievePropertiesEx", FakeVcenter.soap("RetrievePropertiesEx", ""));
            servers.update(new VcenterServer(
                    "vc1", "lab", other.sdk(), "guard", other.fingerprint().text(), null, 2));
            assertThat(vcenters.datastores("vc1")).isEmpty();
            assertThat(other.count("Login")).isEqualTo(1);
        }
    }

    @Test
    void a_refused_password_is_a_failed_login_that_names_the_user_only() {
        fake.replyFault("Login", "InvalidLogin", "Cannot complete login due to an incorrect user name or password.");
        GuardException failure = failure();
        assertThat(failure.code()).isEqualTo(ErrorCode.VCENTER_LOGIN_FAILED);
        assertThat(failure.message()).contains("guard@vsphere.local");
    }

    @Test
    void many_threads_share_one_refused_login_so_that_no_account_is_locked() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        fake.reply("Login", exchange -> {
            await(all);
            FakeVcenter.send(exchange, 500, FakeVcenter.fault("InvalidLogin", "no"));
        });
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<ErrorCode>> outcomes = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> failure().code()))
                    .toList();
            org.awaitility.Awaitility.await().until(() -> fake.count("Login") == 1);
            all.countDown();
            for (Future<ErrorCode> outcome : outcomes) {
                assertThat(outcome.get()).isEqualTo(ErrorCode.VCENTER_LOGIN_FAILED);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(fake.count("Login")).isLessThan(8);
    }

    @Test
    void an_expired_session_is_renewed_once_and_the_call_repeated() {
        fake.reply("CreateContainerView", exchange -> {
            boolean renewed = fake.lastCookie().contains("session-2");
            FakeVcenter.send(
                    exchange,
                    renewed ? 200 : 500,
                    renewed
                            ? FakeVcenter.soap(
                                    "CreateContainerView", "<returnval type=\"ContainerView\">view-2</returnval>")
                            : FakeVcenter.fault("NotAuthenticated", "The session is not authenticated."));
        });
        answerWith(datastore("datastore-1", nfs("one")));
        assertThat(vcenters.datastores("vc1")).hasSize(1);
        assertThat(fake.count("Login")).isEqualTo(2);
    }

    @Test
    void a_kept_connection_that_died_is_replaced_but_only_for_what_may_be_asked_twice() {
        answerWith("");
        AtomicInteger dropped = new AtomicInteger();
        FakeVcenter.Reply drop = exchange -> {
            if (dropped.getAndIncrement() == 0) {
                exchange.close();
            } else {
                FakeVcenter.send(exchange, 200, FakeVcenter.soap("RetrievePropertiesEx", ""));
            }
        };
        fake.reply("RetrievePropertiesEx", drop);
        assertThat(vcenters.datastores("vc1")).isEmpty();
        assertThat(fake.count("RetrievePropertiesEx")).isEqualTo(2);

        fake.reply("FindExtension", FakeVcenter.soap("FindExtension", ""));
        fake.reply("RegisterExtension", HttpExchange::close);
        var plugin = new Vcenters.PluginAddress("https://h/plugin.json", "AA".repeat(32), "1.0.0.0");
        assertThatThrownBy(() -> vcenters.register("vc1", plugin))
                .isInstanceOfSatisfying(
                        GuardException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VCENTER_UNREACHABLE));
        assertThat(fake.count("RegisterExtension")).isEqualTo(1);
    }

    @Test
    void a_session_that_ends_at_once_again_is_an_error_and_not_a_loop() {
        fake.replyFault("CreateContainerView", "NotAuthenticated", "The session is not authenticated.");
        assertThat(failure().code()).isEqualTo(ErrorCode.VCENTER_SESSION_EXPIRED);
        assertThat(fake.count("Login")).isEqualTo(2);
    }

    @Test
    void the_newest_cookie_is_the_session() {
        fake.reply("CreateContainerView", exchange -> {
            exchange.getResponseHeaders().add("Set-Cookie", "vmware_soap_session=\"renewed\"; Path=/");
            exchange.getResponseHeaders().add("Set-Cookie", "other=1");
            FakeVcenter.send(
                    exchange,
                    200,
                    FakeVcenter.soap("CreateContainerView", "<returnval type=\"ContainerView\">view-1</returnval>"));
        });
        answerWith("");
        vcenters.datastores("vc1");
        assertThat(fake.lastCookie()).isEqualTo("vmware_soap_session=\"renewed\"");
    }

    @ParameterizedTest
    @CsvSource({
        "NoPermission, VCENTER_NO_PERMISSION",
        "InvalidProperty, VCENTER_FAULT",
        "FaultOfTheFuture, VCENTER_FAULT",
    })
    void faults_keep_their_type(String type, ErrorCode code) {
        fake.replyFault("RetrievePropertiesEx", type, "some words");
        GuardException failure = failure();
        assertThat(failure.code()).isEqualTo(code);
        if (code == ErrorCode.VCENTER_FAULT) {
            assertThat(failure.message()).contains(type + ": some words");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "302, VCENTER_ANSWER_UNREADABLE", "307, VCENTER_ANSWER_UNREADABLE", "404, VCENTER_ANSWER_UNREADABLE",
        "401, VCENTER_ANSWER_UNREADABLE", "503, VCENTER_UNREACHABLE", "502, VCENTER_UNREACHABLE",
    })
    void other_statuses_are_no_answer_and_redirects_are_not_followed(int status, ErrorCode code) {
        fake.reply("Login", exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            FakeVcenter.send(exchange, status, "<p>moved</p>");
        });
        GuardException failure = failure();
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.message()).contains("HTTP status " + status);
        assertThat(fake.count("/elsewhere")).isZero();
    }

    @Test
    void nobody_listening_is_unreachable() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        servers.update(new VcenterServer(
                "vc1",
                "lab",
                URI.create("https://127.0.0.1:" + port + "/sdk"),
                "guard",
                fake.fingerprint().text(),
                null,
                2));
        assertThat(failure().code()).isEqualTo(ErrorCode.VCENTER_UNREACHABLE);
    }

    @Test
    void something_that_speaks_no_tls_is_unreachable_and_gets_no_password() throws Exception {
        try (ServerSocket plain = new ServerSocket(0);
                var thread = new PlainAnswer(plain)) {
            servers.update(new VcenterServer(
                    "vc1",
                    "lab",
                    URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/sdk"),
                    "guard",
                    fake.fingerprint().text(),
                    null,
                    2));
            GuardException failure = failure();
            assertThat(failure.code()).isEqualTo(ErrorCode.VCENTER_UNREACHABLE);
            assertThat(failure.message()).contains("TLS");
            assertThat(thread.received()).isNotEmpty().doesNotContain("Login");
        }
    }

    @Test
    void a_reference_that_would_break_out_of_xml_is_not_taken_over() {
        fake.reply(
                "CreateContainerView",
                FakeVcenter.soap(
                        "CreateContainerView",
                        "<returnval type=\"ContainerView\">v&lt;/obj&gt;&lt;evil/&gt;</returnval>"));
        failure();
        assertThat(fake.sent()).doesNotContain("evil");
    }

    @Test
    void checking_says_who_answers_and_leaves_no_session() {
        Vcenters.About about = vcenters.check(servers.server(), PASSWORD);
        assertThat(about)
                .isEqualTo(new Vcenters.About("VMware vCenter Server 8.0.3 build-1", "8.0.3", FakeVcenter.UUID));
        assertThat(fake.count("Logout")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://vc/sdk",
                "https://vc/",
                "https://vc/sdk/../x",
                "https://user:pw@vc/sdk",
                "https://vc/sdk?a=b",
                "https:///sdk",
                "ftp://vc/sdk",
                "https://vc/sdk#x",
                "mailto:x"
            })
    void an_address_that_is_no_sdk_is_refused_before_anything_is_sent(String url) {
        VcenterServer wrong = new VcenterServer(
                "vc1", "lab", URI.create(url), "guard", fake.fingerprint().text(), null, 1);
        assertThatThrownBy(() -> vcenters.check(wrong, PASSWORD))
                .isInstanceOfSatisfying(
                        GuardException.class,
                        e -> assertThat(e.fields()).extracting(f -> f.field()).containsExactly("url"));
    }

    @Test
    void an_unknown_vcenter_is_not_found() {
        assertThatThrownBy(() -> vcenters.datastores("vc2"))
                .isInstanceOfSatisfying(
                        GuardException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void closing_ends_the_session_at_the_vcenter() {
        answerWith("");
        vcenters.datastores("vc1");
        vcenters.close();
        assertThat(fake.count("Logout")).isEqualTo(1);
    }

    /** Answers plain HTTP to whatever is sent. */
    private static final class PlainAnswer implements AutoCloseable {
        private final ServerSocket listening;
        private final StringBuffer received = new StringBuffer();

        PlainAnswer(ServerSocket listening) {
            this.listening = listening;
            aside(this::answerAll);
        }

        /** Whoever calls: the port may have been another's a moment ago, whose clients still try it. */
        private void answerAll() {
            try {
                while (true) {
                    Socket connection = listening.accept();
                    aside(() -> answer(connection));
                }
            } catch (IOException closed) {
                // The test is over.
            }
        }

        private void answer(Socket connection) {
            try (connection) {
                byte[] first = new byte[4096];
                int length = connection.getInputStream().read(first);
                received.append(new String(first, 0, Math.max(length, 0), StandardCharsets.ISO_8859_1));
                connection
                        .getOutputStream()
                        .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                received.append(e);
            }
        }

        private static void aside(Runnable work) {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            thread.start();
        }

        String received() {
            return received.toString();
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }
}
