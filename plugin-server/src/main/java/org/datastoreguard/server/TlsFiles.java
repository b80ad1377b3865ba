package org.datastoreguard.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.datastoreguard.config.Config;

/** Where the server's certificate and key lie: the administrator's files, or those made at first start. */
record TlsFiles(Path certificate, Path key) {
    /** The files of a configuration; makes a certificate where none is configured and none was made before. */
    static TlsFiles of(Config config, SelfMadeCertificate selfMade) {
        Config.Tls tls = config.tls();
        if (tls != null) {
            return new TlsFiles(tls.certificate(), tls.key());
        }
        Path directory = config.dataDir().resolve("tls");
        TlsFiles files = new TlsFiles(directory.resolve("certificate.pem"), directory.resolve("key.pem"));
        if (Files.notExists(files.certificate) || Files.notExists(files.key)) {
            selfMade.write(directory);
        }
        return files;
    }

    TlsMaterial read() {
        return TlsMaterial.read(certificate, key);
    }

    /** Something that differs after either file was written; never throws, since a file may be missing for a moment. */
    String state() {
        return state(certificate) + " " + state(key);
    }

    private static String state(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + "/" + attributes.size() + "/" + attributes.fileKey();
        } catch (IOException e) {
            return "missing";
        }
    }
}
