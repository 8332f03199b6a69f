package dev.mcpoauth.core.diagnostics;

import java.util.regex.Pattern;

/**
 * The stable name of one cause for which a decision can refuse, tolerate or fail, such as {@code pkce.verifier-mismatch}.
 *
 * <p>An id never changes its meaning once released; {@code docs/reasons.md} maps each to cause and remedy. Modules keep
 * their ids in one catalog of constants each; an application may add ids of its own for the decisions it contributes.
 *
 * @param id area and cause in lower case, joined by dots, words joined by hyphens
 */
public record Reason(String id) {
    private static final Pattern GRAMMAR = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*(\\.[a-z0-9]+(-[a-z0-9]+)*)+");

    public Reason {
        if (id.length() > 80 || !GRAMMAR.matcher(id).matches()) {
            throw new IllegalArgumentException("a reason id looks like area.what-happened");
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
