/**
 * Entry types of this module: the protocol's revisions, the names of its headers and metadata keys. What a message is
 * lives in {@code jsonrpc}, what a server does with it in {@code server}, how it travels in {@code servlet},
 * {@code client} and {@code stdio}.
 */
@NullMarked
package dev.mcpoauth.transport;

import org.jspecify.annotations.NullMarked;
