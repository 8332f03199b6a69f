package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.shared.EventStore;
import dev.mcpoauth.transport.shared.EventStore.StreamKey;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * This node: what sessions of it have in common. Immutable.
 *
 * @param name tells its streams from those of other nodes; empty if it is alone
 * @param firstQuestion where the numbers of its questions begin
 * @param peers the other nodes, if any
 * @param events where streams are kept
 */
record Node(String name, long firstQuestion, Optional<Peers> peers, EventStore events) {

    private static final int RADIX = Character.MAX_RADIX;
    private static final String STANDALONE = "_";
    private static final int NAME_BITS = 31;
    /** With twenty bits before them the numbers of questions stay below 2^53, which every JSON library can read. */
    private static final int QUESTION_BITS = 32;

    private static final int QUESTION_NODE_BITS = 20;

    static Node of(McpServletSettings settings) {
        return settings.shared
                .map(shared -> {
                    SecureRandom random = new SecureRandom();
                    String name = Long.toString(random.nextLong(1L << NAME_BITS), RADIX);
                    long first = random.nextLong(1, 1L << QUESTION_NODE_BITS) << QUESTION_BITS;
                    return new Node(name, first, Optional.of(new Peers(shared, name)), settings.events);
                })
                .orElseGet(() -> new Node("", 0, Optional.empty(), settings.events));
    }

    /** The name of a stream of this node that answers a request. */
    String streamName(long number) {
        String own = Long.toString(number, RADIX);
        return name.isEmpty() ? own : own + "-" + name;
    }

    /** The name of a stream of this node that belongs to no request. */
    String standaloneName(long number) {
        return STANDALONE + streamName(number);
    }

    /** Whether a stream belongs to no request. */
    static boolean isStandalone(StreamKey stream) {
        return stream.stream().startsWith(STANDALONE);
    }

    /** Whether this node, and no other, writes a stream. */
    boolean writes(StreamKey stream) {
        String streamName = stream.stream();
        int separator = streamName.indexOf('-');
        return (separator < 0 ? "" : streamName.substring(separator + 1)).equals(name);
    }

    /** Whether this node asked the question with this number, if anybody did. */
    boolean asked(long question) {
        return peers.isEmpty() || question >> QUESTION_BITS == firstQuestion >> QUESTION_BITS;
    }
}
