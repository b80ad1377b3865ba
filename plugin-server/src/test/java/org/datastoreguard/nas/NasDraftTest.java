package org.datastoreguard.nas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.datastoreguard.error.FieldError;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.lab.KnownSystems;
import org.junit.jupiter.api.Test;

class NasDraftTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF8hSlKhDComKqUnXvCz5Of33ET2p0/Fzog7HGDAZ0TY";

    @Test
    void every_broken_rule_is_told_at_once_by_its_field() {
        NasDraft draft =
                new NasDraft("", "-oProxyCommand=x", 0, "root; id", false, "ssh-ed25519 xx", List.of("ok", "$(id)"));

        GuardException error = catchThrowableOfType(GuardException.class, draft::checked);

        assertThat(error.fields())
                .extracting(FieldError::field)
                .containsExactly("name", "host", "port", "user", "addresses[1]", "hostKey");
    }

    @Test
    void host_key_and_addresses_are_kept_in_their_normal_form() {
        NasDraft draft = new NasDraft(
                        "Filer 1",
                        "NAS1.Example.com.",
                        22,
                        "guard",
                        false,
                        KEY + " root@nas1",
                        List.of("FILER", "filer."))
                .checked();

        assertThat(draft)
                .isEqualTo(new NasDraft("Filer 1", "nas1.example.com", 22, "guard", false, KEY, List.of("filer")));
    }

    @Test
    void a_machine_gets_a_key_of_its_own_that_a_change_keeps() {
        KnownSystems systems = new KnownSystems(new byte[0]);
        NasRegistration registration = new NasRegistration(systems);

        NasSystem added = registration.add(new NasDraft("Filer 1", "nas1", 22, "guard", false, null, List.of()));
        NasSystem changed =
                registration.change(added.id(), 1, new NasDraft("Filer 1", "nas2", 22, "guard", true, KEY, List.of()));

        assertThat(added.publicKey()).endsWith("datastore-guard@Filer-1");
        assertThat(new String(systems.privateKey(added.id()), java.nio.charset.StandardCharsets.US_ASCII))
                .startsWith("-----BEGIN OPENSSH PRIVATE KEY-----");
        assertThat(changed.publicKey()).isEqualTo(added.publicKey());
        assertThat(changed.host()).isEqualTo("nas2");
    }
}
