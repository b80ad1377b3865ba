package org.datastoreguard.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What the build wrote into the product about itself. */
final class Product {
    private Product() {}

    /** The version as the build names it, such as {@code 0.1.0}. */
    static String version() {
        Properties build = new Properties();
        try (InputStream in = Product.class.getResourceAsStream("build.properties")) {
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build.getProperty("version");
    }

    /** The version as vCenter takes it: four numbers, which grow with each release. */
    static String numericVersion(String version) {
        StringBuilder numeric = new StringBuilder(version.replaceAll("[^0-9.].*", ""));
        while (numeric.chars().filter(c -> c == '.').count() < 3) {
            numeric.append(".0");
        }
        return numeric.toString();
    }
}
