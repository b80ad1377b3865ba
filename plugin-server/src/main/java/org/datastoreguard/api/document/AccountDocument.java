package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.datastoreguard.vcenter.Vcenters.AccountRight;
import org.jspecify.annotations.Nullable;

/** What the stored account may do at a vCenter. */
@Schema(name = "Account")
public record AccountDocument(List<Right> rights) {
    @Schema(name = "AccountRight")
    public record Right(
            String privilege,

            @Schema(description = "What uses it; absent for one that nothing needs and the account should not have")
            @Nullable
            String neededFor,

            boolean granted) {}

    public static AccountDocument of(List<AccountRight> rights) {
        return new AccountDocument(rights.stream()
                .map(right -> new Right(right.privilege(), right.neededFor(), right.granted()))
                .toList());
    }
}
