package dev.mcpoauth.server.key;

import java.util.List;

/**
 * Where the signing keys come from. Asked for each token and each request for the public keys, so it answers from memory;
 * a source that reads a file or asks a vault does so on a schedule of its own. Thread-safe.
 *
 * <p>Nodes that share a store are given the same keys. Which of them signs follows from the keys and the clock alone, so that
 * nodes need not talk to each other: of each algorithm the one with the latest {@link SigningKey#signsFrom} that is past.
 * To rotate, add a key that signs from some time ahead, on every node; it is published at once and used when verifiers
 * know it. The key before it stays published until the last token that it signed is over, if it stays in the source so
 * long. A key that leaves the source is worth nothing from then on: that is what to do with one that leaked.
 */
@FunctionalInterface
public interface KeySource {

    /** The keys that there are, in any order; their identifiers are unique. */
    List<SigningKey> keys();

    /** Always these. */
    static KeySource of(SigningKey... keys) {
        List<SigningKey> fixed = List.of(keys);
        return () -> fixed;
    }
}
