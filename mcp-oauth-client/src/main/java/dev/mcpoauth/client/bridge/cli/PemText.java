package dev.mcpoauth.client.bridge.cli;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of the form {@code -----BEGIN LABEL-----} (RFC 7468). */
final class PemText {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s[A-Za-z0-9+/=\\s]+-----END \\1-----");

    private PemText() {}

    /** The blocks with this label and nothing else: files of authorities have comments between them. */
    static byte[] only(String label, byte[] file) {
        StringBuilder blocks = new StringBuilder();
        Matcher matcher = BLOCK.matcher(new String(file, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            if (matcher.group(1).equals(label)) {
                blocks.append(matcher.group()).append('\n');
            }
        }
        return blocks.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
