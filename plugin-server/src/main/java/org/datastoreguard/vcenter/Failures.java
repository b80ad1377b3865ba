package org.datastoreguard.vcenter;

import com.vmware.vim25.InvalidLogin;
import com.vmware.vim25.MethodFault;
import com.vmware.vim25.NoPermission;
import com.vmware.vim25.NotAuthenticated;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;

/** Says in this product's words what went wrong with a vCenter. Pure. */
final class Failures {
    private final VcenterServer server;

    Failures(VcenterServer server) {
        this.server = server;
    }

    /** The failure with its code and a sentence that names the vCenter; the original stays as cause. */
    GuardException explain(Exception failure) {
        return Stream.<Optional<GuardException>>of(
                        find(failure, PinnedTrust.NotPinned.class).map(e -> otherCertificate(e, failure)),
                        find(failure, InterruptedIOException.class)
                                .filter(e ->
                                        !(find(e, HttpTimeoutException.class).isPresent()))
                                .map(e -> told(ErrorCode.CANCELLED, "the call was cancelled", failure)),
                        find(failure, HttpTimeoutException.class).map(e -> tooSlow(e, failure)),
                        find(failure, SdkHttp.UnexpectedStatus.class).map(e -> status(e.status(), failure)),
                        find(failure, BoundedBody.TooBig.class).map(e -> unreadable(e, failure)),
                        find(failure, SoapReader.Unreadable.class).map(e -> unreadable(e, failure)),
                        find(failure, MethodFault.class).map(e -> fault(e, failure)),
                        find(failure, FaultText.class).map(e -> fault(e.type(), e.words(), failure)))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> unreachable(failure));
    }

    private GuardException otherCertificate(PinnedTrust.NotPinned e, Exception failure) {
        return told(
                ErrorCode.VCENTER_FINGERPRINT_MISMATCH,
                "it shows the certificate " + e.presented() + ", pinned is " + server.fingerprint()
                        + "; nothing was sent. If the certificate was renewed, compare the new fingerprint on the vCenter"
                        + " itself and pin it",
                failure);
    }

    private GuardException tooSlow(HttpTimeoutException e, Exception failure) {
        return e instanceof HttpConnectTimeoutException
                ? told(ErrorCode.VCENTER_UNREACHABLE, "nothing answers at " + address(), failure)
                : told(ErrorCode.VCENTER_TIMEOUT, String.valueOf(e.getMessage()), failure);
    }

    private GuardException status(int status, Exception failure) {
        if (status == 502 || status == 503 || status == 504) {
            return told(ErrorCode.VCENTER_UNREACHABLE, "its service is not up (HTTP status " + status + ")", failure);
        }
        String what = status / 100 == 3 ? "it redirects elsewhere, which is never followed" : "this is not an SDK";
        return told(
                ErrorCode.VCENTER_ANSWER_UNREADABLE,
                what + " (HTTP status " + status + "); the address must be the SDK's, https://HOST/sdk",
                failure);
    }

    private GuardException unreadable(Exception e, Exception failure) {
        return told(ErrorCode.VCENTER_ANSWER_UNREADABLE, e.getMessage() + "; is " + address() + " a vCenter?", failure);
    }

    private GuardException fault(MethodFault fault, Exception failure) {
        String words = fault.detail instanceof FaultText text ? text.words() : "";
        if (fault instanceof InvalidLogin) {
            return told(
                    ErrorCode.VCENTER_LOGIN_FAILED, "user or password of " + server.username() + " is wrong", failure);
        } else if (fault instanceof NotAuthenticated) {
            return told(ErrorCode.VCENTER_SESSION_EXPIRED, "the session ended again right after signing in", failure);
        } else if (fault instanceof NoPermission denied) {
            String privilege = denied.getPrivilegeId();
            return told(
                    ErrorCode.VCENTER_NO_PERMISSION,
                    server.username() + " lacks the privilege " + (privilege == null ? "for it" : privilege),
                    failure);
        }
        return fault(fault.getClass().getSimpleName(), words, failure);
    }

    private GuardException fault(String type, String words, Exception failure) {
        return told(ErrorCode.VCENTER_FAULT, type + (words.isEmpty() ? "" : ": " + words), failure);
    }

    private GuardException unreachable(Exception failure) {
        String why = find(failure, UnknownHostException.class).isPresent()
                        || find(failure, UnresolvedAddressException.class).isPresent()
                ? "the name of " + address() + " cannot be resolved"
                : find(failure, SSLException.class)
                        .map(e -> "no TLS connection to " + address() + " (" + e.getMessage() + ")")
                        .orElse("no connection to " + address());
        return told(ErrorCode.VCENTER_UNREACHABLE, why, failure);
    }

    private String address() {
        return server.url().getAuthority();
    }

    private GuardException told(ErrorCode code, String what, Exception failure) {
        return new GuardException(code, "vCenter " + server.name() + ": " + what, failure);
    }

    /** The first exception of that kind along the causes. */
    static <E extends Throwable> Optional<E> find(@Nullable Throwable failure, Class<E> kind) {
        int hops = 0;
        for (Throwable t = failure; t != null && hops < 20; t = t.getCause(), hops++) {
            if (kind.isInstance(t)) {
                return Optional.of(kind.cast(t));
            }
        }
        return Optional.empty();
    }
}
