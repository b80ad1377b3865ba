package org.datastoreguard.vcenter;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A version of the vim25 API, which a client names with each call and a vCenter answers in. Immutable.
 *
 * @param number such as {@code 8.0.2.0}
 */
record ApiVersion(String number) {
    private static final Logger log = LoggerFactory.getLogger(ApiVersion.class);

    /** What vijava's classes were made from; every vCenter up to 8.0 U3 offers it. */
    static final ApiVersion OLDEST = new ApiVersion("6.0");

    private static final ApiVersion WITH_SERVER_CERTIFICATE = new ApiVersion("8.0.2.0");
    /**
     * Best first. Newer than vijava, because its missing members are passed over here, and because 8.0.2.0 is the first to
     * show a plugin's server certificate. No newer than needed: what is not asked for cannot surprise.
     */
    private static final List<ApiVersion> WANTED =
            List.of(WITH_SERVER_CERTIFICATE, new ApiVersion("7.0"), new ApiVersion("6.7"), OLDEST);

    /** Whether a plugin's server certificate can be registered with it. */
    boolean hasServerCertificate() {
        return equals(WITH_SERVER_CERTIFICATE);
    }

    String soapAction() {
        return "urn:vim25/" + number;
    }

    /** The best version that the {@code vimServiceVersions.xml} offers; the oldest when it offers none of ours. */
    static ApiVersion best(InputStream serviceVersions) throws IOException {
        Set<String> offered = offered(serviceVersions);
        return WANTED.stream()
                .filter(v -> offered.contains(v.number))
                .findFirst()
                .orElse(OLDEST);
    }

    private static Set<String> offered(InputStream serviceVersions) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        Set<String> offered = new HashSet<>();
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(serviceVersions);
            String namespace = "";
            while (xml.hasNext()) {
                if (xml.next() != XMLStreamReader.START_ELEMENT) {
                    continue;
                }
                if (xml.getLocalName().equals("name")) {
                    namespace = xml.getElementText().strip();
                } else if (xml.getLocalName().equals("version") && namespace.equals("urn:vim25")) {
                    offered.add(xml.getElementText().strip());
                }
            }
        } catch (XMLStreamException e) {
            log.debug("vimServiceVersions.xml cannot be read, version {} is used", OLDEST.number, e);
        }
        return offered;
    }
}
