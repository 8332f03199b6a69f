package dev.mcpoauth.client.doctor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The hosts that a certificate is for: its alternative names alone, the subject does not count (RFC 9525 §6.3). */
final class CertificateNames {
    private static final int DNS = 2;
    private static final int IP = 7;
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|.*:.*");

    private CertificateNames() {}

    static List<String> of(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = Optional.ofNullable(certificate.getSubjectAlternativeNames())
                    .orElse(List.of());
            for (List<?> name : alternatives) {
                if (name.get(0).equals(DNS) || name.get(0).equals(IP)) {
                    names.add(String.valueOf(name.get(1)));
                }
            }
        } catch (CertificateParsingException e) {
            return List.of();
        }
        return names;
    }

    /** Whether one of the names is the host's. A wildcard stands for one whole label, the first (RFC 9525 §6.3). */
    static boolean match(List<String> names, String host) {
        String wanted = normal(host);
        int dot = wanted.indexOf('.');
        String wildcard = isAddress(host) || dot < 0 ? "" : "*" + wanted.substring(dot);
        return names.stream()
                .map(CertificateNames::normal)
                .anyMatch(name -> name.equals(wanted) || name.equals(wildcard));
    }

    private static boolean isAddress(String host) {
        return NUMERIC.matcher(host).matches();
    }

    private static String normal(String name) {
        if (!isAddress(name)) {
            return name.toLowerCase(Locale.ROOT);
        }
        try {
            return InetAddress.getByName(name).getHostAddress(); // A numeric address asks no name server.
        } catch (UnknownHostException e) {
            return name;
        }
    }
}
