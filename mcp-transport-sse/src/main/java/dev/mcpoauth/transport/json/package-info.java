/**
 * JSON as values: reading with limits, building, writing, validating against a schema. No type of a JSON library is
 * visible here. What the values mean to the protocol belongs in {@code jsonrpc} and {@code server}.
 */
@NullMarked
package dev.mcpoauth.transport.json;

import org.jspecify.annotations.NullMarked;
