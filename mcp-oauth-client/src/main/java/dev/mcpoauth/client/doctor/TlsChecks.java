package dev.mcpoauth.client.doctor;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What TLS proves about the server, taken apart: a client only says that it does not go on. */
final class TlsChecks {
    private static final Duration SOON = Duration.ofDays(14);
    private static final String NOTHING_SHOWN = "no certificate was shown";

    private static final Rule PROTOCOL = Rule.of(
            "tls.protocol",
            "both sides agree on TLS 1.2 or 1.3",
            "RFC 9325 §3.1.1",
            "Have the server, or the proxy before it, speak TLS 1.2 or 1.3 on this port, without asking for a certificate of the"
                    + " client.");

    private static final Rule DATES = Rule.of(
            "tls.dates",
            "all certificates are valid today, and for two weeks more",
            "RFC 5280 §4.1.2.5",
            "Renew the certificate. If it is not over, set the clock of this machine.");

    private static final Rule HOST = Rule.of(
            "tls.host",
            "the certificate names the host of the URL",
            "RFC 9525 §6.3",
            "Use the host that the certificate names, or have one issued whose subjectAltName has this host.");

    private static final Rule CHAIN = Rule.of(
            "tls.chain",
            "the certificates lead to an authority that is trusted here",
            "RFC 5280 §6.1",
            "Have the server send its intermediate certificates. Where an own authority, or a proxy that reads TLS, signs them,"
                    + " have this client trust it.");

    static final List<Check> ALL = List.of(
            new Check(PROTOCOL, Gates::https, facts -> protocol(facts.handshake())),
            new Check(
                    DATES,
                    Gates::https,
                    facts -> dates(facts.handshake(), facts.settings().clock.instant())),
            new Check(HOST, Gates::https, facts -> host(facts.handshake(), Reach.host(facts.settings().server))),
            new Check(CHAIN, Gates::https, TlsChecks::chain));

    private TlsChecks() {}

    static Outcome protocol(Handshake handshake) {
        return handshake.protocol().isEmpty()
                ? Outcome.fails(handshake.refusal())
                : Outcome.holds(handshake.protocol());
    }

    static Outcome dates(Handshake handshake, Instant now) {
        Optional<X509Certificate> wrong = handshake.chain().stream()
                .filter(certificate -> now.isAfter(end(certificate)) || now.isBefore(beginning(certificate)))
                .findFirst();
        if (handshake.chain().isEmpty()) {
            return Outcome.skipped(NOTHING_SHOWN);
        }
        if (wrong.isPresent()) {
            return Outcome.fails("a certificate is valid from " + beginning(wrong.get()) + " to " + end(wrong.get()));
        }
        Instant end = end(handshake.chain().get(0));
        return end.isBefore(now.plus(SOON)) ? Outcome.warns("valid until " + end) : Outcome.holds("valid until " + end);
    }

    private static Instant beginning(X509Certificate certificate) {
        return certificate.getNotBefore().toInstant();
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    static Outcome host(Handshake handshake, String host) {
        if (handshake.chain().isEmpty()) {
            return Outcome.skipped(NOTHING_SHOWN);
        }
        List<String> names = CertificateNames.of(handshake.chain().get(0));
        return handshake.isTrusted() || CertificateNames.match(names, host)
                ? Outcome.holds(host)
                : Outcome.fails(
                        "it is for " + (names.isEmpty() ? "no host" : String.join(", ", names)) + ", not for " + host);
    }

    /** Whatever is refused for no other reason is refused for its chain. */
    private static Outcome chain(Facts facts) throws InterruptedException {
        Handshake handshake = facts.handshake();
        if (handshake.chain().isEmpty()) {
            return Outcome.skipped(NOTHING_SHOWN);
        }
        X509Certificate own = handshake.chain().get(0);
        boolean selfSigned = own.getSubjectX500Principal().equals(own.getIssuerX500Principal());
        if (handshake.isTrusted()) {
            return Outcome.holds("issued by " + own.getIssuerX500Principal());
        }
        if (selfSigned) {
            return Outcome.fails("self-signed by " + own.getIssuerX500Principal());
        }
        boolean otherwiseGood =
                dates(handshake, facts.settings().clock.instant()).mark() != Finding.Mark.FAILS
                        && host(handshake, Reach.host(facts.settings().server)).mark() != Finding.Mark.FAILS;
        return otherwiseGood
                ? Outcome.fails("issued by " + own.getIssuerX500Principal() + ": " + handshake.refusal())
                : Outcome.skipped("not judged while the certificate is wrong in another way");
    }
}
