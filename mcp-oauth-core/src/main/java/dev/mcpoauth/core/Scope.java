package dev.mcpoauth.core;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The value of a {@code scope} parameter: a set of case-sensitive scope tokens, written with one space between them in
 * the order in which they were first named (RFC 6749 §3.3). Equality ignores the order.
 *
 * @param tokens the scope tokens, each 1 to 200 characters of RFC 6749's {@code scope-token}
 */
public record Scope(Set<String> tokens) {
    private static final Pattern TOKEN = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,200}");
    static final int MOST_TOKENS = 200;

    /** No scope token at all. */
    public static final Scope EMPTY = new Scope(Set.of());

    public Scope {
        if (tokens.size() > MOST_TOKENS
                || !tokens.stream().allMatch(t -> TOKEN.matcher(t).matches())) {
            throw new IllegalArgumentException(
                    "scope is up to 200 tokens of printable ASCII without space, quote and backslash (RFC 6749 §3.3)");
        }
        tokens = Collections.unmodifiableSet(new LinkedHashSet<>(tokens));
    }

    /** The scope with these tokens. */
    public static Scope of(String... tokens) {
        return of(Arrays.asList(tokens));
    }

    /** The scope with these tokens. */
    public static Scope of(Collection<String> tokens) {
        return new Scope(new LinkedHashSet<>(tokens));
    }

    /**
     * Reads the parameter's text. Runs of spaces count as one, as several clients join their tokens carelessly; anything
     * else outside the grammar makes the result empty.
     */
    public static Optional<Scope> parse(String text) {
        Set<String> tokens = new LinkedHashSet<>();
        for (String token : text.split(" ", -1)) {
            if (!token.isEmpty()) {
                if (!TOKEN.matcher(token).matches() || tokens.size() == MOST_TOKENS) {
                    return Optional.empty();
                }
                tokens.add(token);
            }
        }
        return Optional.of(new Scope(tokens));
    }

    /** Whether there is no token. */
    public boolean isEmpty() {
        return tokens.isEmpty();
    }

    /** Whether every token of the other scope is in this one. */
    public boolean containsAll(Scope other) {
        return tokens.containsAll(other.tokens);
    }

    /** The tokens of this scope followed by the other's. */
    public Scope union(Scope other) {
        Set<String> all = new LinkedHashSet<>(tokens);
        all.addAll(other.tokens);
        return new Scope(all);
    }

    /** The tokens that both have, in this scope's order. */
    public Scope intersect(Scope other) {
        Set<String> both = new LinkedHashSet<>(tokens);
        both.retainAll(other.tokens);
        return new Scope(both);
    }

    /** The tokens of this scope that the other lacks. */
    public Scope minus(Scope other) {
        Set<String> rest = new LinkedHashSet<>(tokens);
        rest.removeAll(other.tokens);
        return new Scope(rest);
    }

    /** The parameter's text. */
    @Override
    public String toString() {
        return String.join(" ", tokens);
    }
}
