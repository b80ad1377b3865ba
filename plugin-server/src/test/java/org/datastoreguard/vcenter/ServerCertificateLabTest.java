package org.datastoreguard.vcenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.datastoreguard.vcenter.Registration.State;
import org.datastoreguard.vcenter.Vcenters.PluginAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificate goes with the registration where the vCenter's version knows it, and only there. */
@Tag("lab")
class ServerCertificateLabTest {
    private static final String URL = "https://10.0.0.5:8443/plugin/plugin.json";

    /** Any certificate will do: the simulator's own. */
    private static X509Certificate someCertificate(LabVcenter lab) throws Exception {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {new PinnedTrust(Fingerprint.parse(lab.env("FINGERPRINT")))}, null);
        URI address = URI.create(lab.env("URL"));
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(address.getHost(), address.getPort())) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static PluginAddress plugin(X509Certificate certificate) throws Exception {
        byte[] leaf = certificate.getEncoded();
        String fingerprint = HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(leaf));
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(leaf)
                + "\n-----END CERTIFICATE-----\n";
        return new PluginAddress(URL, fingerprint, "0.1.0.0", pem);
    }

    private static LabVcenter vcenter(Path state, String version) throws Exception {
        return new LabVcenter(state, "{\"datastores\": [], \"apiVersion\": \"" + version + "\"}");
    }

    @Test
    void a_vcenter_from_8_0_2_on_is_told_the_certificate_and_one_registered_without_it_has_drifted(@TempDir Path state)
            throws Exception {
        try (LabVcenter lab = vcenter(state, "8.0.3.0");
                VijavaVcenters vcenters = new VijavaVcenters(lab.servers(), Clock.systemUTC())) {
            PluginAddress plugin = plugin(someCertificate(lab));
            vcenters.register("vc1", new PluginAddress(URL, plugin.fingerprint(), "0.1.0.0"));
            assertThat(vcenters.registration("vc1", plugin).drift())
                    .containsExactly("certificate is not set, should be the served one");

            assertThat(vcenters.register("vc1", plugin).state()).isEqualTo(State.REGISTERED);
            assertThat(lab.get("/extensions").toString()).contains("-----BEGIN CERTIFICATE-----");

            PluginAddress torn = new PluginAddress(URL, "AB:".repeat(31) + "CD", "0.1.0.0", plugin.certificate());
            assertThatThrownBy(() -> vcenters.register("vc1", torn)).hasMessageContaining("InvalidArgument");
            assertThat(vcenters.registration("vc1", plugin).state())
                    .as("left as it was")
                    .isEqualTo(State.REGISTERED);
        }
    }

    @Test
    void an_older_vcenter_is_told_the_fingerprint_alone(@TempDir Path state) throws Exception {
        try (LabVcenter lab = vcenter(state, "7.0.3.0");
                VijavaVcenters vcenters = new VijavaVcenters(lab.servers(), Clock.systemUTC())) {
            PluginAddress plugin = plugin(someCertificate(lab));
            assertThat(vcenters.register("vc1", plugin)).satisfies(made -> {
                assertThat(made.state()).isEqualTo(State.REGISTERED);
                assertThat(made.drift()).isEqualTo(List.of());
            });
            assertThat(lab.get("/extensions").toString())
                    .contains(plugin.fingerprint())
                    .doesNotContain("BEGIN CERTIFICATE");
        }
    }
}
