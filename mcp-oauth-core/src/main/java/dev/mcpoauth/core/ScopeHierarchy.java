package dev.mcpoauth.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which scope tokens include others, as {@code db:write} may include {@code db:read}. OAuth itself knows no such thing: two
 * tokens are two permissions, however alike they look, unless the resource says otherwise (RFC 6749 §3.3). Immutable.
 *
 * <p>A hierarchy counts where a scope is checked. What a client is granted, and what its token says, stays what it asked for.
 */
public final class ScopeHierarchy {
    private static final ScopeHierarchy NONE = new ScopeHierarchy(Map.of());

    private final Map<String, Scope> implied;

    private ScopeHierarchy(Map<String, Scope> implied) {
        this.implied = Map.copyOf(implied);
    }

    /** No token includes another. */
    public static ScopeHierarchy none() {
        return NONE;
    }

    /**
     * The same, in which one token includes others, and whatever those include.
     *
     * @throws IllegalArgumentException if one of them is no scope token
     */
    public ScopeHierarchy implying(String token, String... others) {
        Map<String, Scope> more = new LinkedHashMap<>(implied);
        String valid = Scope.of(token).toString();
        more.merge(valid, Scope.of(others), Scope::union);
        return new ScopeHierarchy(more);
    }

    /** All tokens that it speaks of. */
    public Scope tokens() {
        return implied.entrySet().stream()
                .map(entry -> Scope.of(entry.getKey()).union(entry.getValue()))
                .reduce(Scope.EMPTY, Scope::union);
    }

    /** A scope with all that it includes. */
    public Scope expand(Scope scope) {
        if (implied.isEmpty()) {
            return scope;
        }
        Set<String> all = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(scope.tokens());
        while (!open.isEmpty() && all.size() < Scope.MOST_TOKENS) {
            String token = open.removeFirst();
            if (all.add(token)) {
                open.addAll(implied.getOrDefault(token, Scope.EMPTY).tokens());
            }
        }
        return new Scope(all);
    }

    @Override
    public String toString() {
        return "ScopeHierarchy" + implied;
    }
}
