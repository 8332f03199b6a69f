/**
 * JSON-RPC 2.0 as MCP narrows it: messages, ids, errors, strict reading and compact writing. What a method means
 * belongs elsewhere.
 */
@NullMarked
package dev.mcpoauth.transport.jsonrpc;

import org.jspecify.annotations.NullMarked;
