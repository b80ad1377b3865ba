package org.datastoreguard.vcenter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * An HTTPS server that answers SOAP calls with prepared text, for what no real vCenter would send: hostile, broken and
 * unknown answers. Its certificate names no host at all, as a pinned one need not.
 */
final class FakeVcenter implements AutoCloseable {
    static final String UUID = "dbed6e0c-bd88-4ef6-b594-21283e1c677f";
    private static final Pattern METHOD = Pattern.compile("<soapenv:Body><(\\w+)");

    static {
        // Without it each answer waits 40 ms for the acknowledgement of its own first half.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** Writes one whole HTTP answer. */
    interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> cookies = new CopyOnWriteArrayList<>();
    private final Fingerprint fingerprint;

    FakeVcenter() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair keys = generator.generateKeyPair();
        X509Certificate certificate = selfSigned(keys);
        fingerprint = Fingerprint.of(certificate);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls(keys, certificate)));
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        reply("RetrieveServiceContent", soap("RetrieveServiceContent", serviceContent()));
        reply("Login", exchange -> {
            exchange.getResponseHeaders()
                    .add(
                            "Set-Cookie",
                            "vmware_soap_session=\"session-" + count("Login") + "\"; Path=/; HttpOnly; Secure");
            send(exchange, 200, soap("Login", "<returnval><key>k</key><userName>someone</userName></returnval>"));
        });
        reply("Logout", soap("Logout", ""));
        reply(
                "CreateContainerView",
                soap("CreateContainerView", "<returnval type=\"ContainerView\">view-1</returnval>"));
        reply("DestroyView", soap("DestroyView", ""));
    }

    private static X509Certificate selfSigned(KeyPair keys) throws Exception {
        X500Name name = new X500Name("CN=somewhere-else");
        Instant now = Instant.now();
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.valueOf(now.toEpochMilli()),
                                Date.from(now.minus(1, ChronoUnit.DAYS)),
                                Date.from(now.plus(1, ChronoUnit.DAYS)),
                                name,
                                keys.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    private static SSLContext tls(KeyPair keys, X509Certificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", keys.getPrivate(), new char[0], new Certificate[] {certificate});
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher found = METHOD.matcher(body);
        String call = found.find() ? found.group(1) : exchange.getRequestURI().getPath();
        calls.add(call);
        bodies.add(body);
        cookies.addAll(exchange.getRequestHeaders().getOrDefault("Cookie", List.of("")));
        Reply reply = replies.get(call);
        if (reply == null) {
            send(exchange, 404, "no such page");
        } else {
            reply.to(exchange);
        }
        exchange.close();
    }

    static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    void reply(String method, String body) {
        reply(method, exchange -> send(exchange, 200, body));
    }

    void reply(String method, Reply reply) {
        replies.put(method, reply);
    }

    /** An answer with what is inside the method's response element. */
    static String soap(String method, String inside) {
        return envelope("<" + method + "Response xmlns=\"urn:vim25\">" + inside + "</" + method + "Response>");
    }

    /** A fault as vCenter writes it, to be sent with status 500. */
    static String fault(String type, String words) {
        return envelope("<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>" + words
                + "</faultstring><detail><" + type + "Fault xmlns=\"urn:vim25\" xsi:type=\"" + type + "\"/></detail>"
                + "</soapenv:Fault>");
    }

    void replyFault(String method, String type, String words) {
        reply(method, exchange -> send(exchange, 500, fault(type, words)));
    }

    static String envelope(String body) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<soapenv:Envelope"
                + " xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\""
                + " xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\""
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n<soapenv:Body>\n" + body
                + "\n</soapenv:Body>\n</soapenv:Envelope>";
    }

    static String serviceContent() {
        return "<returnval><rootFolder type=\"Folder\">group-d1</rootFolder>"
                + "<propertyCollector type=\"PropertyCollector\">propertyCollector</propertyCollector>"
                + "<viewManager type=\"ViewManager\">ViewManager</viewManager>"
                + "<about><name>VMware vCenter Server</name><fullName>VMware vCenter Server 8.0.3 build-1</fullName>"
                + "<version>8.0.3</version><apiVersion>8.0.3.0</apiVersion><instanceUuid>" + UUID
                + "</instanceUuid></about>"
                + "<sessionManager type=\"SessionManager\">SessionManager</sessionManager>"
                + "<extensionManager type=\"ExtensionManager\">ExtensionManager</extensionManager>"
                + "<datastoreNamespaceManager type=\"DatastoreNamespaceManager\">NewerThanVijava</datastoreNamespaceManager>"
                + "</returnval>";
    }

    URI sdk() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/sdk");
    }

    Fingerprint fingerprint() {
        return fingerprint;
    }

    long count(String call) {
        return calls.stream().filter(call::equals).count();
    }

    /** Everything that was sent, joined. */
    String sent() {
        return String.join("\n", bodies);
    }

    String lastCookie() {
        return cookies.get(cookies.size() - 1);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
