package dev.mcpoauth.client.http;

import java.util.Locale;
import java.util.regex.Pattern;

/** Host texts that mean this machine whatever a name server says (RFC 6761 §6.3, RFC 8252 §7.3). */
public final class Loopback {
    private static final Pattern V4 = Pattern.compile("127(\\.\\d{1,3}){3}");

    private Loopback() {}

    /** Whether a URI's host is {@code localhost}, below {@code .localhost}, in 127/8 or {@code [::1]}. */
    public static boolean is(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("localhost")
                || lower.endsWith(".localhost")
                || lower.equals("[::1]")
                || V4.matcher(lower).matches();
    }
}
