package org.datastoreguard.vcenter;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

/**
 * What a vCenter shows of what the extension declares, in one language. Texts lie in {@code texts-LANGUAGE.properties}; a
 * test sees to it that each language has all of them. Immutable.
 *
 * @param language as vCenter names it; for Spanish from anywhere {@code es}
 */
record Texts(String language, Properties texts) {
    static final Texts ENGLISH = read("en");
    /** Those that the vSphere Client of vSphere 9 offers. */
    static final List<Texts> ALL = List.of(ENGLISH, read("es"), read("fr"), read("ja"));

    private static Texts read(String language) {
        try (InputStream file = Texts.class.getResourceAsStream("texts-" + language + ".properties")) {
            if (file == null) {
                throw new IOException("no texts in the language " + language);
            }
            Properties texts = new Properties();
            texts.load(new InputStreamReader(file, StandardCharsets.UTF_8));
            return new Texts(language, texts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalStateException there is none of that name */
    String get(String name) {
        String text = texts.getProperty(name);
        if (text == null) {
            throw new IllegalStateException("no text " + name + " in the language " + language);
        }
        return text;
    }
}
