package dev.mcpoauth.server.client;

import dev.mcpoauth.server.http.WebRequest;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Says with which certificate the sender of a request authenticated its TLS connection (RFC 8705). Whoever ends the TLS
 * connection knows: the container, or a proxy that passes the certificate on in a header, which it then also has to take away
 * from everybody else's requests. Thread-safe.
 */
@FunctionalInterface
public interface ClientCertificates {

    /** None ever, so that no client can authenticate by one. */
    ClientCertificates NONE = request -> Optional.empty();

    /** The certificate, whose private key the sender has proved to hold; trust in its issuer is not needed. */
    Optional<X509Certificate> of(WebRequest request);

    /** The certificates that the container saw. */
    static ClientCertificates ofConnection() {
        return WebRequest::certificate;
    }
}
